const account = /([0-9]+)+\#/; // expect: backtracking-pattern-js
const mail = /^([a-z])(([-.]|[_]+)?([a-z0-9]+))*@/; // expect: backtracking-pattern-js
