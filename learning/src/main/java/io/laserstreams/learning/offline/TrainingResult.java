package io.laserstreams.learning.offline;

import io.laserstreams.crm.bundle.ModelBundle;
import java.util.List;

/**
 * A trained model.
 *
 * @param bundle the model at the best point of the curve
 * @param curve the whole learning curve
 * @param best the point with the highest validation AUC
 * @param parameters number of scalars that the model learnt
 */
public record TrainingResult(
    ModelBundle bundle, List<CurvePoint> curve, CurvePoint best, long parameters) {}
