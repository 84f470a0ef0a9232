"""Words of the files that an office gets out."""

BOARD_FILE = "各单位状态.csv"
INDICATOR_FILE = "指标值.csv"
VERDICT_FILE = "目标判断.csv"
SUMMARY_FILE = "先看这里.txt"

TITLE = "{place} {year}年度 目标判断"
PRACTICE_TITLE = "演练：{place} {year}年度 目标判断（单位和数据都是虚构的，不得作为真实数据使用）"
PLAN = "《{title}》 {count}条目标：{tally}"
LINE = "  {code} {wording}（{demand}） 【{state}】 {sentence}"
