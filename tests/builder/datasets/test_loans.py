"""Loans: the same applicants before two banks, of which one goes by thresholds and one by a score."""

import torch

from builder.datasets.loans import by_rules, by_score, loans


def test_without_mistakes_each_bank_decides_as_it_says():
    for bank, decide in (("rules", by_rules), ("score", by_score)):
        for part in loans(bank=bank, mistakes=0):
            assert torch.equal(part["granted"], decide(part["applicant"]).long())


def test_so_many_decisions_are_mistakes():
    parts = loans(samples=20_000, mistakes=0.2)
    wrong = torch.cat([part["granted"] != by_rules(part["applicant"]) for part in parts]).float().mean()
    assert wrong.allclose(torch.tensor(0.2), atol=0.01)


def test_both_banks_see_the_same_people_and_grant_about_half():
    rules, score = (torch.cat([part["applicant"] for part in loans(bank=bank)]) for bank in ("rules", "score"))
    assert torch.equal(rules[rules[:, 1].argsort()], score[score[:, 1].argsort()])
    for bank in ("rules", "score"):
        shares = [part["granted"].float().mean().item() for part in loans(bank=bank)]
        assert all(0.45 < share < 0.6 for share in shares)


def test_the_bank_with_rules_takes_no_notice_of_children_cards_and_distance():
    applicant = loans()[0]["applicant"]
    other = applicant.clone()
    other[:, 5:] = 0
    assert torch.equal(by_rules(applicant), by_rules(other))
    assert not torch.equal(by_score(applicant), by_score(other))
