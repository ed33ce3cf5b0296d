"""The bundle: one page in a file for a co-author who is offline. It records choices; `Review.take_in` reads them."""

from summarise.review_bundle.writing import Bundle, bundle_of

__all__ = ["Bundle", "bundle_of"]
