; 200,000 opening parentheses | refused reader
; repeat 200000 (
