package shop;

import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrderController {
  @PostMapping("/orders")
  Order add(@Valid @RequestBody Order order) {
    return order;
  }
}
