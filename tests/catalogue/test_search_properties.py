"""What holds for every search in every index."""

from hypothesis import given
from hypothesis import strategies as st

from lms.catalogue.search import STOP_WORDS, Document, Index, normal_words

WORDS = st.text(st.sampled_from("abenrstuzäöüß "), min_size=1, max_size=14)
TEXTS = st.lists(WORDS, max_size=4).map(tuple)
FIELDS = st.dictionaries(st.sampled_from([3.0, 2.4, 1.6, 0.6]), TEXTS, max_size=3)
QUERIES = st.text(max_size=60) | st.text(st.sampled_from("abenrstuzäöüß \x00\n?."), max_size=60)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    fields = draw(st.lists(FIELDS, max_size=8))
    return [Document(f"d{number}", each) for number, each in enumerate(fields)]


@given(documents(), QUERIES, st.integers(0, 20))
def test_a_search_never_fails_and_says_what_is_there_best_first(some: list[Document], query: str, most: int) -> None:
    hits = Index(some).search(query, most)
    assert len(hits) <= most
    assert len({hit.key for hit in hits}) == len(hits)
    assert {hit.key for hit in hits} <= {document.key for document in some}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.score >= 0 for hit in hits)


@given(documents(), QUERIES)
def test_the_same_search_finds_the_same(some: list[Document], query: str) -> None:
    assert Index(some).search(query, 20) == Index(some).search(query, 20)


@given(documents(), QUERIES)
def test_fewer_results_are_the_beginning_of_more(some: list[Document], query: str) -> None:
    index = Index(some)
    assert index.search(query, 3) == index.search(query, 20)[:3]


@given(documents(), WORDS.filter(lambda text: bool(normal_words(text))))
def test_a_document_is_found_by_its_own_title_whatever_else_is_there(some: list[Document], title: str) -> None:
    wanted = Document("wanted", {3.0: (title,)})
    for index in (Index([*some, wanted]), Index([wanted, *some])):
        assert "wanted" in {hit.key for hit in index.search(title, len(some) + 1)}


@given(documents(), documents(), QUERIES)
def test_adding_documents_never_removes_one_that_has_a_word_of_the_query(
    some: list[Document], more: list[Document], query: str
) -> None:
    before = Index(some)
    after = Index([*some, *(Document(f"new-{each.key}", each.fields) for each in more)])
    wanted = {word for word in normal_words(query) if word not in STOP_WORDS} or set(normal_words(query))
    exact = {each.key for each in some if wanted & words_of(each)}
    most = len(some) + len(more)
    if len(wanted) <= 12:
        assert exact <= {hit.key for hit in before.search(query, most)}
        assert exact <= {hit.key for hit in after.search(query, most)}


def words_of(document: Document) -> set[str]:
    return {word for texts in document.fields.values() for text in texts for word in normal_words(text)}


@given(documents(), QUERIES)
def test_the_order_in_which_words_are_typed_does_not_change_who_is_found(some: list[Document], query: str) -> None:
    index, words = Index(some), query.split()
    if len(words) <= 12:
        backwards = " ".join(reversed(words))
        assert {hit.key for hit in index.search(query, 20)} == {hit.key for hit in index.search(backwards, 20)}
