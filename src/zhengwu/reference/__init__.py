"""What is known before a document is read: vocabulary, indicators, published figures. Data files and loaders."""

from __future__ import annotations
