import pytest

from kheo.movement.registry.sheets.codes import code_of, number_in, version_in

NUMBERS = (1, 7, 10, 138, 99_999, 1_234_567)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_code_names_its_number(number):
    assert number_in(code_of(number)) == number
    assert number_in(f" {code_of(number).lower()} ") == number


@pytest.mark.parametrize("number", NUMBERS)
def test_one_wrong_digit_is_noticed(number):
    code = code_of(number)
    slips = [code[:i] + d + code[i + 1 :] for i in range(2, len(code)) for d in "0123456789" if d != code[i]]
    assert {number_in(slip) for slip in slips} == {None}


@pytest.mark.parametrize("number", [number for number in NUMBERS if number != 7])  # DK777 reads the same swapped
def test_two_swapped_digits_are_noticed(number):
    code = code_of(number)
    pairs = [i for i in range(2, len(code) - 1) if code[i] != code[i + 1]]
    assert pairs
    assert {number_in(code[:i] + code[i + 1] + code[i] + code[i + 2 :]) for i in pairs} == {None}


@pytest.mark.parametrize("text", ["", "7", "DK", "DK1", "DK001", "Đường hoa", "DK" + "9" * 40])
def test_other_text_is_no_code(text):
    assert number_in(text) is None


def test_a_code_names_its_version_where_it_has_one():
    assert (number_in(code_of(138, 4)), version_in(code_of(138, 4))) == (138, 4)
    assert version_in(code_of(138)) is None
    assert number_in(code_of(138, 4) + "x") is None
