package io.laserstreams.crm.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class MultiplyAddsTest {
  private final MultiplyAdds ops = new MultiplyAdds();

  @Test
  void shouldCountAProduct() {
    assertArrayEquals(new int[] {2, 5}, ops.matmul(new int[] {2, 3}, new int[] {3, 5}));

    assertEquals(2 * 3 * 5, ops.count());
  }

  @Test
  void shouldCountEachProductOfABatch() {
    assertArrayEquals(
        new int[] {7, 4, 2, 5}, ops.matmul(new int[] {7, 1, 2, 3}, new int[] {4, 3, 5}));

    assertEquals(7 * 4 * 2 * 3 * 5, ops.count());
  }

  @Test
  void shouldCountTheStepsOfARecurrentNetwork() {
    int[] states =
        ops.gru(
            new int[] {1, 50, 8},
            new int[] {8, 48},
            new int[] {48},
            new int[] {16, 48},
            new int[] {48},
            16);

    assertArrayEquals(new int[] {1, 50, 16}, states);
    assertEquals(50 * (8 * 48 + 16 * 48), ops.count());
  }

  @Test
  void shouldFollowShapes() {
    int[] x = {2, 6, 4};

    assertArrayEquals(new int[] {2, 3, 8}, ops.reshape(x, 0, 3, -1));
    assertArrayEquals(new int[] {2, 1, 6, 4}, ops.unsqueeze(x, 1));
    assertArrayEquals(new int[] {6, 4}, ops.squeeze(new int[] {6, 1, 4}, 1));
    assertArrayEquals(new int[] {2, 4, 6}, ops.transpose(x, 3, 1, 2));
    assertArrayEquals(new int[] {2, 6, 9}, ops.concat(List.of(x, new int[] {2, 6, 5})));
    assertArrayEquals(new int[] {2, 6, 3}, ops.split(x, 1, 3).get(1));
    assertArrayEquals(new int[] {2, 6, 4}, ops.add(x, new int[] {4}));
    assertArrayEquals(new int[] {2, 5, 16}, ops.gather(new int[] {100, 16}, new int[] {2, 5}));
    assertEquals(0, ops.count());
  }

  @Test
  void shouldRefuseShapesThatDoNotFit() {
    assertThrows(
        IllegalArgumentException.class, () -> ops.matmul(new int[] {2, 3}, new int[] {4, 5}));
    assertThrows(IllegalArgumentException.class, () -> ops.add(new int[] {2}, new int[] {3}));
  }
}
