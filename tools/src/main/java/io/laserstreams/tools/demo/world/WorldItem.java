package io.laserstreams.tools.demo.world;

import java.util.List;
import java.util.Map;

/**
 * An item as everybody sees it, and what only the world knows of it.
 *
 * @param number its place in the order of appearance, from 0
 * @param itemId its id
 * @param title its title
 * @param text its description, which tells its themes
 * @param categories its genre
 * @param fields further fields
 * @param factors the hidden factors: themes and genre, and a part that nothing visible tells
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
