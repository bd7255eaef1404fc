package io.flatness.networks.io;

import java.util.HashMap;
import java.util.Map;

/** The ONNX operators that can be read, by name. */
final class OnnxOperators {
    private OnnxOperators() {}

    /** Operators on vectors and images with the samples first, and on constants. */
    static Map<String, OnnxOperator> all() {
        Map<String, OnnxOperator> operators = new HashMap<>();
        OnnxConstants.addTo(operators);
        OnnxAffine.addTo(operators);
        OnnxElementwise.addTo(operators);
        OnnxImages.addTo(operators);
        OnnxMerge.addTo(operators);
        OnnxPad.addTo(operators);
        OnnxShapes.addTo(operators);
        return operators;
    }

    /** Operators on values of any axes, wherever the samples are. */
    static Map<String, OnnxOperator> general() {
        Map<String, OnnxOperator> operators = new HashMap<>();
        OnnxAxes.addTo(operators);
        OnnxAttention.addTo(operators);
        OnnxConvolutions.addTo(operators);
        OnnxEinsum.addTo(operators);
        OnnxNormalizations.addTo(operators);
        OnnxProducts.addTo(operators);
        OnnxRecurrent.addTo(operators);
        OnnxReductions.addTo(operators);
        OnnxResize.addTo(operators);
        OnnxSequences.addTo(operators);
        OnnxWindows.addTo(operators);
        return operators;
    }
}
