"""Words of the report on what the forms ask and what the plans demand."""

WAYS = {"counts": "由计数算出", "typed_rate": "直接填率", "outside": "取自外部", "gap": "没有来源"}
SERVES = {
    "indicator": "用于指标",
    "rule": "用于审核",
    "breakdown": "用于分组",
    "account": "用于写落实情况",
    "same": "用于核对",
    "nothing": "没有用处",
}
TALLY = "{targets}条目标：{counts}。"
CELLS = "{cells}个填报格：{uses}。"
TARGET = "{way}　{target} {wording}：{detail}"
IDLE = "没有用处　{form}第{row}行 {title}"
