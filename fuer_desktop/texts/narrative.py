"""Words about writing texts: length, last year's text, what pasting put in order."""

WRITTEN = "已写{count}字"
ADVISED = {
    (True, True): "，建议{least}—{most}字",
    (True, False): "，建议至少{least}字",
    (False, True): "，建议不超过{most}字",
}
"""By whether a least and a most number of characters is advised."""
MISSING = "，还差{count}字"
TOO_MUCH = "，多出{count}字"

PASTED = "粘贴时整理了：{what}。按 Ctrl+Z 可以撤回粘贴。"
PUT_RIGHT = "标点已换成中文的（{count}处）。按 Ctrl+Z 可以撤回。"
NOTHING_TO_PUT_RIGHT = "标点不用换。"
JOIN = "，"
HIDDEN = "去掉{count}个看不见的字符"
PICTURES = "去掉{count}处图片的位置"
SPACES = "换成普通空格{count}处"
BULLETS = "项目符号统一成“•”{count}处"
TABLES = "表格排成文字{count}行"
BLANK_LINES = "合并空行{count}处"
