"""Units of measure: those that definitions may use, so that a misspelt one is told."""

from __future__ import annotations

RATES = ("%", "‰", "1/万", "1/10万", "男=1", "女=100", "普高=1")
COUNTS = (
    "人", "千人", "万人", "人次", "例", "名", "个", "万个", "家", "所", "座", "户", "件", "项",
    "份", "张", "次",
)  # fmt: skip
AMOUNTS = (
    "岁", "年", "天", "小时", "时", "课时", "元", "万元", "亿元", "平方米", "万平方米", "万立方米",
)  # fmt: skip

MEASURES = (*RATES, *COUNTS, *AMOUNTS)
