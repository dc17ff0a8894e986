from luneo.adapters.offline.words import read


def test_an_english_article_is_no_cup_of_tea():
    assert read("the fox under the moon").motifs == ("fox", "moon")
