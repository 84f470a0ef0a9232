"""Words about units of measure and figures told in other units."""

CONVERTS_ONLY = "计量单位“{unit}”不能换算成“{other}”，可以换算成：{known}。"
CONVERTS_NOT = "计量单位“{unit}”不能换算成“{other}”，也没有可以换算的其他单位。"
NOTHING_CONVERTS = (
    "{form}没有可以换算成“{other}”的计量单位。本表的计量单位：{known}。请核对要换算的单位。"
)
ROUNDING_NOTE = "部分数据因四舍五入，分项之和与合计不等。"
