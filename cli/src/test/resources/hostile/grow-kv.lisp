; sets a new key for ever | limit
(define (grow n)
  (vigy-set (str "key-" n) (list n n n))
  (grow (+ n 1)))
(grow 0)
