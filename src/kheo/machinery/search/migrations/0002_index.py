from django.db import migrations

# Without its own copy of the words: the table is the content, three triggers keep the index right. The index of starts
# (two and three letters after the one that says what a token is) makes the last, half-typed word forty times as quick.
SQLITE = [
    """CREATE VIRTUAL TABLE search_index USING fts5(
        tokens, content='search_entry', content_rowid='id', prefix='3 4 5 6 7 8',
        tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END""",
    """CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens); END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens);
        INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER search_entry_added",
    "DROP TRIGGER search_entry_gone",
    "DROP TRIGGER search_entry_changed",
    "DROP TABLE search_index",
]
POSTGRESQL = [
    # Three tokens of the entry's number, cut ever coarser: GIN knows no order, so the newest hits are found by asking
    # for what has one of the last of these numbers too.
    """ALTER TABLE search_entry ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, tokens || ' xa' || (id >> 12)::text
            || ' xb' || (id >> 15)::text || ' xc' || (id >> 18)::text)) STORED""",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector) WITH (fastupdate = off)",
    "CREATE INDEX search_entry_public ON search_entry (id) WHERE is_public",  # where the newest of these is
    # The words that the index holds, folded and as spelt: FTS5 tells whether it has one, GIN only at the cost of
    # reading all that have it.
    'CREATE TABLE search_word (word text COLLATE "C" PRIMARY KEY)',
    """CREATE FUNCTION search_note_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO search_word SELECT DISTINCT token
        FROM told, unnest(tsvector_to_array(told.vector)) AS token WHERE left(token, 1) IN ('w', 'e') ORDER BY 1
        ON CONFLICT DO NOTHING; RETURN NULL; END $$""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry REFERENCING NEW TABLE AS told
        FOR EACH STATEMENT EXECUTE FUNCTION search_note_words()""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry REFERENCING NEW TABLE AS told
        FOR EACH STATEMENT EXECUTE FUNCTION search_note_words()""",
    # For the start of a word GIN gathers all that have any such word, however few are asked for: written out instead.
    """CREATE FUNCTION search_written_out(wanted tsquery) RETURNS tsquery LANGUAGE plpgsql STABLE AS $$
        DECLARE start text; words text[]; told text := wanted::text; BEGIN
            FOR start IN SELECT DISTINCT each[1] FROM regexp_matches(told, '''([^'']+)'':[*]', 'g') AS each LOOP
                words := ARRAY(SELECT left(start, 1) || substr(word, 2) FROM search_word
                    WHERE word LIKE translate(left(start, 1), 't', 'w') || substr(start, 2) || '%' LIMIT 301);
                CONTINUE WHEN cardinality(words) > 300;
                told := replace(told, format('''%s'':*', start),
                    format('( ''%s'' )', array_to_string(words || start, ''' | ''')));
            END LOOP;
            RETURN told::tsquery; END $$""",
    # The newest entries that match, up to the one called `last`: looked for near it, then as far back as the first few
    # let expect. Who may see them (`tags`) is looked up in the entries while most are seen: a list of nearly all entries
    # costs GIN more than the words do.
    """CREATE FUNCTION search_newest(wanted tsquery, tags tsquery, most integer, last bigint) RETURNS SETOF bigint
        LANGUAGE plpgsql STABLE
        SET enable_indexscan = off SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_custom_plan AS $$
        DECLARE letters text; bits integer; first bigint; near tsquery; matching integer; seen bigint[];
            span bigint := 8192; BEGIN
            wanted := search_written_out(wanted);
            LOOP
                SELECT each.letters, each.bits INTO letters, bits
                    FROM (VALUES ('xa', 12), ('xb', 15), ('xc', 18)) AS each (letters, bits)
                    WHERE span >> each.bits <= 16 ORDER BY each.bits LIMIT 1;
                EXIT WHEN letters IS NULL;
                first := greatest(0, last - span) >> bits;
                near := (SELECT string_agg(letters || part, ' | ') FROM generate_series(first, last >> bits) AS part);
                SELECT count(*), coalesce(array_agg(id ORDER BY id DESC) FILTER (WHERE (vector @@ tags) IS TRUE), '{}')
                    INTO matching, seen FROM search_entry WHERE vector @@ (wanted && near) AND id <= last;
                IF cardinality(seen) >= most OR first = 0 THEN
                    RETURN QUERY SELECT unnest(seen[1:most]);
                    RETURN;
                END IF;
                EXIT WHEN matching * (last / span) < 4 * most;  -- so few that all may be gathered
                -- Where most are seen, so are those further back; else the tags are looked for with the words, and a
                -- few tell little about how far to go.
                IF cardinality(seen) * 2 < matching THEN
                    wanted := wanted && tags;
                    span := span * 8;
                ELSE
                    span := greatest(span * most * 5 / (4 * greatest(cardinality(seen), 1)), span * 2);
                END IF;
            END LOOP;
            RETURN QUERY SELECT id FROM search_entry
                WHERE vector @@ (wanted && tags) AND id <= last ORDER BY id DESC LIMIT most; END $$""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER search_entry_added ON search_entry",
    "DROP TRIGGER search_entry_changed ON search_entry",
    "DROP FUNCTION search_newest",
    "DROP FUNCTION search_written_out",
    "DROP FUNCTION search_note_words",
    "DROP TABLE search_word",
    "ALTER TABLE search_entry DROP COLUMN vector",
]


def make_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make_index, drop_index)]
