; memoizes ever new arguments | limit
(define remember (memoize (lambda (n) (list n n))))
(define n 0)
(while #t
  (set! n (+ n 1))
  (remember n))
