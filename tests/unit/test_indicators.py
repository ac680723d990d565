"""The declarations: complete, about known quantities, and arithmetically what their relations say."""

from __future__ import annotations

import pytest

from zhengwu.errors import UnknownNameError
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import Declaration, Variant, declarations

ALL = tuple(declarations().values())
VARIANTS = tuple((declaration, variant) for declaration in ALL for variant in declaration.variants.values())


def label(value: object) -> str:
    return value.id if isinstance(value, Declaration | Variant) else repr(value)


@pytest.mark.parametrize(("declaration", "variant"), VARIANTS, ids=label)
def test_every_quantity_is_a_term(declaration: Declaration, variant: Variant) -> None:
    kinds = {glossary().term(name).kind for name in variant.quantities}
    assert kinds <= {"amount", "count", "operand"}
    assert glossary().term(declaration.id).kind == ("rate" if declaration.kind == "ratio" else kinds.pop())


@pytest.mark.parametrize(("declaration", "variant"), VARIANTS, ids=label)
def test_a_variant_is_complete(declaration: Declaration, variant: Variant) -> None:
    assert all((variant.zh, variant.en, variant.source))
    assert all(
        coefficient in (1, -1) for side in (variant.numerator, variant.denominator) for coefficient in side.values()
    )
    assert all(next(iter(side.values()), 1) == 1 for side in (variant.numerator, variant.denominator))
    assert bool(variant.denominator) == (declaration.kind == "ratio")
    assert len(variant.arguments) in (0, len(declaration.parameters))


@pytest.mark.parametrize("declaration", ALL, ids=label)
def test_a_declaration_is_complete(declaration: Declaration) -> None:
    assert declaration.kind in ("ratio", "sum")
    assert declaration.source
    assert declaration.domain in ("trading", "general", "approval", "hotline")
    assert (declaration.decimals is not None) == (declaration.kind == "ratio") == (declaration.unit == "%")
    assert bool(declaration.function) == bool(declaration.parameters) == bool(declaration.offered)
    assert declaration.selector is not None or len(declaration.offered) <= 1
    assert declaration.zero_base == "undefined"
    assert declaration.default in declaration.variants


def test_two_variants_of_one_indicator_differ() -> None:
    for declaration in ALL:
        sides = [(sorted(v.numerator.items()), sorted(v.denominator.items())) for v in declaration.variants.values()]
        assert all(sides.count(side) == 1 for side in sides), declaration.id


def test_a_bounded_variant_divides_a_part_by_its_whole() -> None:
    assert declarations()["share"].variants["whole"].bounded
    assert not declarations()["completion_rate"].variants["accepted"].bounded  # a flow may exceed 100 %
    assert not any(variant.bounded for declaration, variant in VARIANTS if declaration.kind == "sum")


def test_contract_of_the_house() -> None:
    assert declarations()["savings_rate"].offered == ("budget", "ceiling", "estimate", "deal_plus_savings", "deal")
    assert declarations()["completion_rate"].offered == ("accepted", "dispatched", "due")


def test_variant_by_name() -> None:
    rate = declarations()["savings_rate"]
    assert rate.variant() is rate.variant("budget")
    assert rate.variant("deal").denominator == {"deal": 1}
    with pytest.raises(UnknownNameError, match=r"base: 'price' is not a variant of savings_rate \(节约率\)"):
        rate.variant("price")
    with pytest.raises(UnknownNameError, match="variant: 'x'"):
        declarations()["share"].variant("x")
