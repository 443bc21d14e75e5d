package io.laserstreams.crm.model;

import java.util.List;

/** Builds a {@link ModelShape}, whose record documents the widths. */
public final class ModelShapeBuilder {
  private int idWidth = 16;
  private int fieldWidth = 8;
  private int spaceWidth = 64;
  private int knowledgeWidth = 32;
  private int experts = 4;
  private int expertWidth = 32;
  private int heads = 2;
  private int keyWidth = 32;
  private int valueWidth = 32;
  private int layers = 1;
  private List<Integer> hidden = List.of(200, 80);

  ModelShapeBuilder() {}

  public ModelShapeBuilder idWidth(int width) {
    idWidth = width;
    return this;
  }

  public ModelShapeBuilder fieldWidth(int width) {
    fieldWidth = width;
    return this;
  }

  public ModelShapeBuilder spaceWidth(int width) {
    spaceWidth = width;
    return this;
  }

  public ModelShapeBuilder knowledgeWidth(int width) {
    knowledgeWidth = width;
    return this;
  }

  public ModelShapeBuilder experts(int count) {
    experts = count;
    return this;
  }

  public ModelShapeBuilder expertWidth(int width) {
    expertWidth = width;
    return this;
  }

  public ModelShapeBuilder heads(int count) {
    heads = count;
    return this;
  }

  public ModelShapeBuilder keyWidth(int width) {
    keyWidth = width;
    return this;
  }

  public ModelShapeBuilder valueWidth(int width) {
    valueWidth = width;
    return this;
  }

  public ModelShapeBuilder layers(int count) {
    layers = count;
    return this;
  }

  public ModelShapeBuilder hidden(List<Integer> units) {
    hidden = units;
    return this;
  }

  /**
   * @throws IllegalArgumentException if there is no dense layer
   */
  public ModelShape build() {
    return new ModelShape(
        idWidth,
        fieldWidth,
        spaceWidth,
        knowledgeWidth,
        experts,
        expertWidth,
        heads,
        keyWidth,
        valueWidth,
        layers,
        hidden);
  }
}
