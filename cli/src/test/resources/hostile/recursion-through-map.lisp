; recurses through map and a closure | depth-exceeded
(define (down n) (map (lambda (x) (down x)) (list n)))
(down 1)
