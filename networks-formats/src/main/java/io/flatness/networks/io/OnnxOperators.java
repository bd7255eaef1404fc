package io.flatness.networks.io;

import java.util.HashMap;
import java.util.Map;

/** The ONNX operators that can be read, by name. */
final class OnnxOperators {
    private OnnxOperators() {}

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
}
