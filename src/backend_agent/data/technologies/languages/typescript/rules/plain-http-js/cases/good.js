fetch("http://localhost:3000/");
const ns = "http://www.w3.org/2000/svg";
