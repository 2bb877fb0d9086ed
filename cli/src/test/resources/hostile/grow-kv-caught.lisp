; sets a new key for ever and catches the limit | limit
(define n 0)
(while #t
  (set! n (+ n 1))
  (try (vigy-set (str "key-" n) "a value that takes some room") (catch (e) e)))
