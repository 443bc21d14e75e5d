package io.laserstreams.tools.demo.world;

import java.util.List;
import java.util.Map;

/**
 * An item as everybody sees it, and what only the world knows about it.
 *
 * @param number its rank in the order of appearance, from 0
 * @param text its description, which reveals its themes
 * @param categories its genre
 * @param factors hidden factors: of themes, of the genre, and some that nothing visible reveals
 * @param quality hidden appeal to everybody, added to the logit of a click
 */
public record WorldItem(
    int number,
    String itemId,
    String title,
    String text,
    List<String> categories,
    Map<String, String> fields,
    double[] factors,
    double quality) {}
