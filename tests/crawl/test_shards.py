"""Sites shared among machines: each on exactly one, no host on two, and few move when a machine is added."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

from covidmeet.crawl.shards import Shard
from covidmeet.crawl.site_registry import all_sites
from covidmeet.sites import hosts_of

MANY = {f"site{number}": (f"www.town{number}.example",) for number in range(1_000)}


@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_each_site_is_on_exactly_one_machine(count: int) -> None:
    shards = [Shard(number, count).of(MANY) for number in range(1, count + 1)]
    assert sorted(name for shard in shards for name in shard) == sorted(MANY)
    assert all(len(shard) > 0.7 * len(MANY) / count for shard in shards)


def test_a_sixth_machine_moves_only_its_share() -> None:
    before = {name: number for number in range(1, 6) for name in Shard(number, 5).of(MANY)}
    after = {name: number for number in range(1, 7) for name in Shard(number, 6).of(MANY)}
    moved = [name for name in MANY if before[name] != after[name]]
    assert {after[name] for name in moved} == {6}
    assert 120 < len(moved) < 215  # 1,000 / 6


def test_sites_that_share_a_domain_are_on_one_machine() -> None:
    hosts = {
        "paper": ("epaper.qinghe.example",),
        "portal": ("www.qinghe.example", "m.songxi.example"),
        "other": ("*.songxi.example", "news.songxi.example:8080"),
        "alone": ("www.gov.liuyuan.example",),
    }
    for count in range(1, 20):
        owners = [
            {number for number in range(1, count + 1) if name in Shard(number, count).of(hosts)}
            for name in ("paper", "portal", "other")
        ]
        assert owners[0] == owners[1] == owners[2]
        assert len(owners[0]) == 1


def test_cities_under_a_public_suffix_are_not_one_domain() -> None:
    hosts = {f"city{number}": (f"www.city{number}.gov.cn",) for number in range(60)}
    assert 10 < len(Shard(1, 2).of(hosts)) < 50


def test_a_site_is_placed_alike_everywhere() -> None:
    # The weights are a published promise: machines of two versions must not both crawl a site, or neither.
    weights = {number: sha256(f"{number} town1.example".encode()).hexdigest() for number in range(1, 6)}
    (owner,) = (number for number in range(1, 6) if "site1" in Shard(number, 5).of(MANY))
    assert weights[owner] == max(weights.values())


def test_the_hosts_of_the_sites_are_known() -> None:
    hosts = {site.name: hosts_of(site) for site in all_sites()}
    assert Shard(1, 1).of(hosts) == set(hosts)


@pytest.mark.parametrize("text", [" ", "0/2", "3/2", "1", "1/0", "a/b", "1/2/3", "-1/2", "1/99999", "１/２"])
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        Shard.read(text)


def test_it_is_written_as_it_is_read() -> None:
    assert str(Shard.read(" 2/5 ")) == "2/5"
