from bench import engines, paper, reading_times


def test_pages_of_a_seed_are_always_the_same():
    assert paper.pdf("seed", 2) == paper.pdf("seed", 2)
    assert paper.pdf("seed", 2) != paper.pdf("other", 2)


def test_error_rate_counts_characters_and_ignores_line_ends():
    assert reading_times.distance("kitten", "sitting") == 3
    assert reading_times.error_rate(["a line\nmore"], ["a  line more"]) == 0
    assert reading_times.error_rate(["Bill", ""], ["Bell", "late"]) == 5 / 8


def test_reader_and_engine_are_compared_on_the_same_pages(tmp_path):
    paths = [tmp_path / f"{number}.pdf" for number in range(2)]
    for path in paths:
        path.write_bytes(paper.pdf(path.name, 2))

    assert engines.pdf_texts([str(path) for path in paths])["characters"] > 2000

    ours, engine, pages = reading_times.compared_pdfs(paths)

    assert pages == 4
    assert min(ours.processor, engine.processor, ours.peak_mb, engine.peak_mb) > 0


def test_child_that_ended_after_its_call_is_counted():
    with reading_times.small_sandbox() as sandbox:
        spent = reading_times.cost(sandbox, lambda _: sandbox.close(), [None])

    assert spent.processor > 0
    assert spent.peak_mb > 1
