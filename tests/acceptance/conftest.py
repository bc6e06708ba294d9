"""One running product for the acceptance tests that can share it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.acceptance.product import Product, running_product
from voxanne.models.store import ModelStore


@pytest.fixture(scope="session")
def product(model_store: ModelStore) -> Iterator[Product]:
    with running_product() as product:
        yield product


@pytest.fixture(scope="session")
def api_key(product: Product) -> str:
    return product.api_key()
