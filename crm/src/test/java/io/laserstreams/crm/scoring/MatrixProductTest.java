package io.laserstreams.crm.scoring;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MatrixProductTest {
  @Test
  void shouldRunAsOftenAsAsked() {
    try (MatrixProduct product = new MatrixProduct(16)) {
      product.run();
      assertDoesNotThrow(product::run);

      assertEquals(16 * 16 * 16, product.multiplyAdds());
    }
  }
}
