# The one door. `make` or `make help` lists what there is; every target says what it does in its `##`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
QUIET := --quiet --disable-pip-version-check --no-input
where := $(if $(room),tests/$(room),)

.PHONY: help setup dev run test lint fix messages migrations docs lock bench soak shots reads

help: ## Danh sách lệnh (this list)
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS=$$'\t' read -r name what; \
	do printf '  make %-11s %s\n' "$$name" "$$what"; done

setup: .venv/.installed ## Cài đặt môi trường .venv theo danh sách đã khóa (environment and locked dependencies)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
	{ echo "Khéo cần Python 3.11, 3.12 hoặc 3.13; hãy chạy lại với PYTHON=python3.11 (needs Python 3.11 to 3.13)." >&2; exit 1; }
	@echo "Đang tạo môi trường Python trong .venv … (making .venv)"
	@$(PYTHON) -m venv .venv

# The lists name every package with its hashes: pip need not choose (a package that asks for `coverage[toml]` would let it
# reach for a newer one than the list's, and then refuse it). `make lint` asks whether they fit together.
.venv/.installed: requirements/lock.txt pyproject.toml | .venv/bin/python
	@echo "Đang cài các gói phần mềm, lần đầu mất khoảng một phút … (installing, about a minute the first time)"
	@$(BIN)/pip install $(QUIET) --no-deps --require-hashes --only-binary :all: -r requirements/lock.txt
	@$(BIN)/pip install $(QUIET) --no-deps --no-build-isolation -e .
	@touch $@

dev: .venv/.installed-dev ## Cài thêm công cụ kiểm thử và kiểm tra mã (tools for tests and checks)

.venv/.installed-dev: requirements/dev.txt .venv/.installed
	@echo "Đang cài công cụ cho người phát triển … (installing tools for developers)"
	@$(BIN)/pip install $(QUIET) --no-deps --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

run: setup ## Chạy Khéo với dữ liệu mẫu tại http://127.0.0.1:8000; đổi cổng: make run PORT=8080 (run with the demo)
	@$(BIN)/kheo demo --if-empty
	@exec $(BIN)/kheo serve --port $(PORT)

test: dev ## Chạy bộ kiểm thử, chừng 13 phút; một phòng: make test room=registry; mọi thứ, cả trình duyệt và PostgreSQL: make test all=1 (tests; cover=1 measures coverage)
ifdef all
	@$(BIN)/python tools/postgres.py $(BIN)/pytest -q -n 2 -m "not browser" $(patsubst %,--ignore tests/%,lib test_rights.py test_language.py test_docs.py test_style.py)
endif
	@$(BIN)/pytest -q -n 2 $(if $(all)$(room),,-m "not browser") $(if $(cover),--cov) $(where)

lint: dev ## Kiểm tra mã nguồn, không sửa gì (checks only)
	@$(BIN)/python tools/checks.py

fix: dev ## Tự sửa định dạng, danh mục câu chữ và tài liệu sinh ra (writes what can be written)
	@$(BIN)/ruff check --quiet --fix-only src tests tools bench
	@$(BIN)/ruff format --quiet src tests tools bench
	@find src/kheo -path '*/templates/*' -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2 || true
	@$(BIN)/python tools/catalogue.py
	@$(BIN)/python tools/generate.py

messages: dev ## Cập nhật danh mục câu chữ vi, en (collect messages; FRAGMENTS='glob' adds Vietnamese, PRUNE=1 drops the unused)
	@$(BIN)/python tools/catalogue.py $(if $(FRAGMENTS),--from '$(FRAGMENTS)') $(if $(PRUNE),--prune)

migrations: dev ## Sinh tệp thay đổi cơ sở dữ liệu (make migrations of changed tables)
	@$(BIN)/kheo makemigrations

docs: dev ## Sinh lại docs/generated (tables of rooms, states, rights, settings, figures)
	@$(BIN)/python tools/generate.py

lock: ## Khóa lại phiên bản các gói; cần uv (compile the locked requirements; needs uv)
	@compile="uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links"; \
	$$compile --custom-compile-command "make lock" --group build pyproject.toml -o requirements/lock.txt; \
	$$compile --custom-compile-command "make lock" --group dev -c requirements/lock.txt -o requirements/dev.txt

reads: dev ## Đo bộ đọc báo cáo trên các ca trong reads/ (precision and recall of the reader of narrative reports)
	@$(BIN)/python -m tools.reads

bench: dev ## Đo tốc độ trên 100.000 lượt đăng ký; cần wrk (measure; prints the tables of docs/benchmarks.md)
	@$(BIN)/python -m bench.run

soak: dev ## Tắt ngang tiến trình nền 100 lần, đọc 5.000 tệp bị làm hỏng, đi 10.000 bước quy trình (kill -9 of background work; 5,000 changed files; 10,000 steps at random)
	@for work in "tests.jobs.processes kill 100" "tests.intake.kills 100"; do \
	$(BIN)/python -m $$work && $(BIN)/python tools/postgres.py $(BIN)/python -m $$work || exit 1; done
	@$(BIN)/python -W ignore -m tests.fuzz.run 5000
	@export WALK_STEPS=10000; walk="$(BIN)/pytest -q -n 2 tests/procedure/test_walk.py"; \
	$$walk && $(BIN)/python tools/postgres.py $$walk

shots: dev ## Chụp lại ảnh màn hình của tài liệu vào docs/images, cần Chromium (pictures of the docs)
	@$(BIN)/python -m tools.shots
