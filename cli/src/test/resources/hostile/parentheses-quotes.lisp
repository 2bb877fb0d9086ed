; 200,000 quotes in a row | refused reader user depth-exceeded limit
; repeat 200000 '
x
(throw "survived")
