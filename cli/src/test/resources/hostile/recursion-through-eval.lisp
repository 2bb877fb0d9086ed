; recurses through eval | depth-exceeded limit
(define (down) (eval '(+ 1 (down))))
(down)
