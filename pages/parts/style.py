"""What .streamlit/config.toml cannot say: reading width, the large number, rows made for a thumb, the way back."""

import streamlit as st

from ssi_core.headers import NAVIGATION

_CSS = """
<style>
.stMainBlockContainer { max-width: 1100px; padding-top: 2.5rem; padding-bottom: 4rem; }
.ssi-number { font-size: 3.5rem; font-weight: 600; line-height: 1; letter-spacing: -0.02em; }
.ssi-number small { font-size: 1.1rem; font-weight: 400; letter-spacing: 0; opacity: 0.75; }
[class*="st-key-question-"] [data-testid="stWidgetLabel"] p { font-weight: 600; font-size: 1rem; }
[class*="st-key-question-"] [data-testid="stRadioGroup"] { gap: 0.5rem; padding-top: 0.25rem; }
[class*="st-key-question-"] [data-testid="stRadioOption"] {
  display: flex; flex-direction: row; align-items: center; min-height: 44px; margin: 0;
  padding: 0 0.9rem 0 0.7rem; border-radius: 0.5rem;
  border: 1px solid color-mix(in srgb, currentColor 22%, transparent);
}
[class*="st-key-question-"] [data-testid="stRadioOption"]:has(input:checked) {
  border-color: currentColor; background: color-mix(in srgb, currentColor 7%, transparent);
}
[class*="st-key-tick-"] label { min-height: 44px; width: 100%; align-items: center; }
[data-testid*="Button-primary"] { color: Canvas; }  /* Streamlit writes white on the primary colour, dark theme or not */
[data-testid="stTable"] td > div { max-width: none; }  /* Streamlit: 400 px, however wide the table is */
[data-testid="stCaptionContainer"] { opacity: 0.75; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; }
  [class*="st-key-question-"] [data-testid="stRadioGroup"] { flex-direction: column; align-items: stretch; }
  [class*="st-key-question-"] [data-testid="stRadioOption"] { width: 100%; }
  [data-testid*="Button"][kind], .stMain button[data-variant], .stMain summary { min-height: 44px; }
  .stMain button[data-variant="pills"] { min-width: 44px; padding-inline: 0.4rem; }
}
</style>
"""

# For a projector. A chart is drawn so much narrower and its picture then enlarged, with all its texts and gaps.
_LARGE = """
<style>
:root { --larger: 1.35; }
@media (min-width: 1700px) { :root { --larger: 1.8; } }
html { font-size: calc(100% * var(--larger)) !important; }
.stMainBlockContainer { max-width: calc(1100px * var(--larger)); }
[data-testid="stVegaLiteChart"] { width: calc(100% / var(--larger)) !important; }
[data-testid="stVegaLiteChart"] svg.marks { zoom: var(--larger); }
@media (min-width: 1000px) {  /* wide enough for what the header holds to stand beside the page, not above it */
  .stMainBlockContainer { padding-top: 0.5rem; }
  [data-testid="stHeader"] { background: transparent; pointer-events: none; }
  [data-testid="stHeader"] button { pointer-events: auto; }
  [data-testid="stHeaderLogo"] { display: none; }
}
</style>
"""


def apply(large: bool = False) -> None:
    """large: for a projector."""
    styles = _CSS + _LARGE if large else _CSS
    st.html(f"{styles}<script>{NAVIGATION}</script>", unsafe_allow_javascript=True)
