from kheo.lib.geo import Point, kilometres
from kheo.ui.charts import Bar, Place, draw_map, percent, step_of


def test_a_width_is_written_with_a_point():
    assert (percent(1, 3), percent(0, 5), percent(3, 0)) == ("33.33%", "0.00%", "0%")
    assert Bar("Kinh tế", 2, 8, part=1).width_part == "12.50%"


def test_of_no_place_there_is_no_map():
    assert draw_map([]) is None


def test_north_is_at_the_top_and_east_on_the_right():
    drawn = draw_map([Place("Bắc", 20.2, 106.0, 1), Place("Đông", 20.1, 106.1, 1)])
    north, east = sorted(drawn.dots, key=lambda dot: dot.place.label)
    assert float(north.y) < float(east.y)
    assert float(north.x) < float(east.x)


def test_a_kilometre_is_as_long_each_way_as_the_rule_says():
    south, north, east = Place("a", 20.0, 106.0, 1), Place("b", 20.1, 106.0, 1), Place("c", 20.0, 106.1, 1)
    drawn = draw_map([south, north, east])
    at = {dot.place.label: (float(dot.x), float(dot.y)) for dot in drawn.dots}
    of_one = float(drawn.rule) / drawn.kilometres
    for other, distance in ((north, at["a"][1] - at["b"][1]), (east, at["c"][0] - at["a"][0])):
        truth = kilometres(Point(20.0, 106.0), Point(other.latitude, other.longitude))
        assert abs(distance / of_one - truth) < truth * 0.01


def test_a_single_place_lies_in_the_middle():
    [dot] = draw_map([Place("Xã Yên Hòa", 20.1, 106.0, 3)]).dots
    assert (dot.x, dot.step) == ("180.0", 4)


def test_the_key_tells_every_number_once():
    drawn = draw_map([Place("a", 20.1, 106.0, 10), Place("b", 20.2, 106.0, 3), Place("c", 20.3, 106.0, 1)])
    assert [(step.first, step.last) for step in drawn.steps] == [(1, 2), (3, 5), (6, 7), (8, 10)]
    assert [(dot.place.label, dot.step) for dot in drawn.dots] == [("a", 4), ("b", 2), ("c", 1)]


def test_a_large_number_is_drawn_over_by_the_small_ones():
    drawn = draw_map([Place("small", 20.1, 106.0, 1), Place("large", 20.1, 106.0, 9)])
    assert [dot.place.label for dot in drawn.dots] == ["large", "small"]
    assert step_of(0, 0) == 1
