; makes up ever new traces | limit
(define n 0)
(while #t
  (set! n (+ n 1))
  (vigy-trace (str "t" n) n))
