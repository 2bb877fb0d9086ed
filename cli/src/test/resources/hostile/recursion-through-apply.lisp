; recurses through apply, which keeps the native stack | depth-exceeded
(define (down n) (+ 1 (apply down (list n))))
(down 1)
