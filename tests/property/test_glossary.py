"""Laws of the vocabulary: it answers for any text, and only width, blanks and units make no difference."""

from __future__ import annotations

from hypothesis import example, given, strategies as st

from zhengwu.reference.glossary import glossary, normalise

WORDINGS = sorted({word for term in glossary() if term.kind not in ("mark", "operand") for word in term.wordings})
words = st.sampled_from(WORDINGS)
pieces = st.lists(
    st.one_of(words, st.sampled_from("()（）%％/:：0123456789万元件年均未同比 \u3000"), st.text(max_size=3)), max_size=8
)


@given(text=st.one_of(st.text(), pieces.map("".join)))
@example(text="(" * 5000)
@example(text="\ud800（万元）")
def test_any_text_is_answered(text: str) -> None:
    match, found = glossary().match(text), glossary().find(text)
    assert found is None or found.id in glossary().terms
    assert (match.term if match else None) is glossary().header(text)
    if match is not None:
        assert match.wording
    glossary().unit(text)
    glossary().mark(text)


@given(
    word=words,
    blank=st.sampled_from(["", " ", "\u3000", "\n"]),
    unit=st.sampled_from(["", "（万元）", "(%)", "（单位：件）"]),
)
def test_blanks_and_units_make_no_difference(word: str, blank: str, unit: str) -> None:
    assert glossary().find(blank.join(word) + blank + unit) is glossary().find(word)


@given(text=pieces.map("".join))
def test_normalising_twice_is_normalising_once_for_wordings(text: str) -> None:
    found = glossary().find(text)
    if found is not None:
        assert glossary().find(normalise(text)) is found


@given(prefix=st.text(alphabet="甲乙丙丁", min_size=1, max_size=5), word=words)
def test_a_neutral_prefix_keeps_the_term_or_silences_it(prefix: str, word: str) -> None:
    """A header that ends in a wording is that term, or nothing: never another one."""
    match = glossary().match(prefix + word)
    if match is not None:
        assert match.term is glossary().find(word) or match.wording != word
        assert (prefix + word).lower().startswith(match.prefix)


def test_a_very_long_header_is_read_in_linear_time() -> None:
    match = glossary().match("甲" * 200_000 + "预算金额（万元）")
    assert match is not None
    assert match.term.id == "budget"
