; catches the limit of actions and goes on | limit
(while #t (try (vigy-noop) (catch (e) e)))
