"""Words about which program opens our files: what is tied to what, how to tie it, how to undo it."""

PACKAGE = "妇儿规划监测包"
WORKSPACE = "妇儿规划监测工作库"
OPEN_WITH = "用妇儿规划监测打开"

KIND = "{ending}（{name}）"
JOIN = "和 "

# --- what is tied to what -------------------------------------------------------------------

HERE = "双击 {kinds}文件，由本程序打开（{program}）。"
OTHER_COPY = "双击 {kinds}文件，打开的是另一份程序（{program}）。"
GONE = "{kinds}文件关联的程序已经不在（{program}），双击打不开。"
FOREIGN = "双击 {kinds}文件，打开的是别的程序（{program}）。"
FOREIGN_HOW = "要改由本程序打开：在文件上按右键，选“打开方式”里的“选择其他应用”，选“妇儿规划监测”，并选“始终”。"
NONE = "{kinds}文件没有关联程序，双击打不开。"
HOW_TO = "要由本程序打开：在窗口的“帮助”里选“双击打开 .fuer 文件”，或运行 fuer-desktop register。"

# --- what was done --------------------------------------------------------------------------

NOTE = "只对当前用户有效。程序换了文件夹，请再关联一次。"
REMOVED = "已取消关联。文件可以从窗口里打开，或拖到窗口里。"
NOTHING_TO_REMOVE = "没有关联过，不用取消。"
MISSING_TOOL = (
    "这台电脑上没有 {tool}，双击暂时不起作用。请维护人员安装软件包 {package}，再关联一次。"
)
TOOLS = {
    "update-mime-database": "shared-mime-info",
    "update-desktop-database": "desktop-file-utils",
}

# --- why not --------------------------------------------------------------------------------

REFUSED = (
    "不能改文件关联：{reason}。单位管控的电脑可能不允许；文件仍然可以从窗口里打开，或拖到窗口里。"
)
UNKNOWN_SYSTEM = "在这个系统上，程序不能自己关联文件。请在系统的“打开方式”里选本程序。"

# --- in the window --------------------------------------------------------------------------

SWITCH = "双击打开 .fuer 文件"
SWITCH_OTHER_COPY = "双击打开 .fuer 文件（现在是另一份程序）"
SWITCH_GONE = "双击打开 .fuer 文件（原来的程序不在了）"
SWITCH_FOREIGN = "双击打开 .fuer 文件（现在是别的程序）"
OFFER = "双击 .fuer 文件现在还打不开。"
OFFER_TIE = "关联到本程序"
OFFER_NOT = "不用"
