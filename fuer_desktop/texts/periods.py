"""Words for the stretch of time that a year's figures are about."""

COVERS = {
    "calendar": "{year}年",
    "mch": "{before}年10月1日—{year}年9月30日",
    "school_year": "{year}—{after}学年",
    "point": "{year}年末",
    "survey": "{year}年调查",
}
COVERS_ANY = {
    "calendar": "＿＿＿＿年",
    "mch": "＿＿＿＿年10月1日—＿＿＿＿年9月30日",
    "school_year": "＿＿＿＿—＿＿＿＿学年",
    "point": "＿＿＿＿年末",
    "survey": "＿＿＿＿年调查",
}
