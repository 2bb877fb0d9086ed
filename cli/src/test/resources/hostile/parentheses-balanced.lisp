; 200,000 parentheses in each other, closed again | refused reader not-callable depth-exceeded limit
; repeat 200000 (
; repeat 200000 )
