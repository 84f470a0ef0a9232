"""Words in figures."""

VALUE = "{value}{unit}"
VALUE_BRACKETED = "{value}（{unit}）"
"""Units that begin with a figure, such as 1/10万, would run into the value."""

FINDING = "{year}年 {value}，{state}"
NO_DATA_IN = "{year}年没有数据，{last}年为 {value}"
NO_DATA_AFTER = "{last}年为 {value}，其后没有数据"
NO_DATA_YET = "{year}年没有数据"
NO_DATA = "没有数据"
TITLE = "{indicator} {finding}"

MARK = "{sign} {state}"
UNIT = "单位：{unit}"
LOWER_IS_BETTER = "↓ 越低越好"
HIGHER_IS_BETTER = "↑ 越高越好"
DEMAND = "要求：{aim}"
BETWEEN = "　"

BASE = "基期 {value}"
TARGET = "{year}年目标"
PATH = "应达进度"
MISSING = "{sign} {year}年无数据"

PRACTICE = "演练"
PRACTICE_TAG = "演练数据"
SHORTENED = "…"
