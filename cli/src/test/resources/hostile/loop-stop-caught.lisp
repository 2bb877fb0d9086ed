; tries to catch the end of its own tick | ok
(while #t
  (try (vigy-stop "enough") (catch (e) e)))
