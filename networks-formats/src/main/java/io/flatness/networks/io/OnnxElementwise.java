package io.flatness.networks.io;

import io.flatness.networks.layer.LayerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** Operators on elements: activations as such, and the arithmetic that exporters write activations with. */
interface OnnxElementwise extends OnnxOperator {
    /** Turns a formula that is no known activation as a whole into layers, operand by operand. */
    int split(OnnxValue.Formula formula, OnnxImport model);

    static void addTo(Map<String, OnnxOperator> operators) {
        unary(operators, "Relu", x -> Math.max(x, 0));
        unary(operators, "Tanh", Math::tanh);
        unary(operators, "Sigmoid", Scalars::sigmoid);
        unary(operators, "Softplus", Scalars::softplus);
        unary(operators, "Erf", Scalars::erf);
        unary(operators, "Abs", Math::abs);
        unary(operators, "Neg", x -> -x);
        unary(operators, "Exp", Math::exp);
        unary(operators, "Log", Math::log);
        unary(operators, "Sqrt", Math::sqrt);
        unary(operators, "Reciprocal", x -> 1 / x);
        unary(operators, "HardSwish", x -> x * Math.min(Math.max(x + 3, 0), 6) / 6);
        operators.put("LeakyRelu", new Unary(node -> {
            double slope = node.constant("alpha", 0.01);
            return x -> x > 0 ? x : slope * x;
        }));
        operators.put("Elu", new Unary(node -> {
            double alpha = node.constant("alpha", 1);
            return x -> x > 0 ? x : alpha * Math.expm1(x);
        }));
        operators.put("HardSigmoid", new Unary(node -> {
            double alpha = node.constant("alpha", 0.2);
            double beta = node.constant("beta", 0.5);
            return x -> Math.min(Math.max(alpha * x + beta, 0), 1);
        }));
        operators.put("Gelu", new Unary(node -> {
            boolean tanh = node.text("approximate", "none").equals("tanh");
            return tanh
                    ? x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))
                    : x -> 0.5 * x * (1 + Scalars.erf(x / Math.sqrt(2)));
        }));
        operators.put("Celu", new Unary(node -> {
            double alpha = node.constant("alpha", 1);
            return x -> x > 0 ? x : alpha * Math.expm1(x / alpha);
        }));
        operators.put("Clip", new Clip());
        binary(operators, "Add", Double::sum);
        binary(operators, "Sub", (a, b) -> a - b);
        binary(operators, "Mul", (a, b) -> a * b);
        binary(operators, "Div", (a, b) -> a / b);
        binary(operators, "Pow", Math::pow);
        binary(operators, "Max", Math::max);
        binary(operators, "Min", Math::min);
        binary(operators, "Greater", (a, b) -> a > b ? 1 : 0);
        binary(operators, "GreaterOrEqual", (a, b) -> a >= b ? 1 : 0);
        binary(operators, "Less", (a, b) -> a < b ? 1 : 0);
        binary(operators, "LessOrEqual", (a, b) -> a <= b ? 1 : 0);
        operators.put("Where", new Choice());
        binary(operators, "Mod", (a, b) -> a - Math.floor(a / b) * b);
    }

    private static void unary(Map<String, OnnxOperator> operators, String name, DoubleUnaryOperator function) {
        operators.put(name, new Unary(node -> function));
    }

    private static void binary(Map<String, OnnxOperator> operators, String name, DoubleBinaryOperator function) {
        operators.put(name, new Binary(function));
    }

    /** A function of one operand. */
    record Unary(Function<OnnxNode, DoubleUnaryOperator> function) implements OnnxElementwise {
        @Override
        public OnnxValue read(OnnxNode node, OnnxImport model) {
            return apply(node, model.value(node, 0), model);
        }

        private OnnxValue apply(OnnxNode node, OnnxValue operand, OnnxImport model) {
            DoubleUnaryOperator own = function.apply(node);
            if (operand instanceof OnnxValue.Formula inner) {
                DoubleUnaryOperator before = inner.function();
                return new OnnxValue.Formula(
                        inner.layer(), x -> own.applyAsDouble(before.applyAsDouble(x)), node, List.of(operand));
            }
            if (operand instanceof OnnxValue.Constant constant) {
                double[] values = constant.tensor().values().toDoubles();
                Arrays.setAll(values, i -> own.applyAsDouble(values[i]));
                return new OnnxValue.Constant(
                        new Tensor(node.computed(), constant.tensor().shape(), new Storage.Float64(values)));
            }
            return new OnnxValue.Formula(model.operand(operand), own, node, List.of(operand));
        }

        @Override
        public int split(OnnxValue.Formula formula, OnnxImport model) {
            return alone(
                    formula, apply(formula.node(), feature(formula.operands().get(0), model), model), model);
        }
    }

    /** Clip, with its bounds as attributes (opset 9, 10) or inputs. */
    record Clip() implements OnnxElementwise {
        @Override
        public OnnxValue read(OnnxNode node, OnnxImport model) {
            double low = bound(node, model, "min", 1, Double.NEGATIVE_INFINITY);
            double high = bound(node, model, "max", 2, Double.POSITIVE_INFINITY);
            return new Unary(any -> x -> Math.min(Math.max(x, low), high)).read(node, model);
        }

        private static double bound(OnnxNode node, OnnxImport model, String name, int input, double otherwise) {
            return node.input(input).isEmpty()
                    ? node.constant(name, otherwise)
                    : model.constant(node, input, "a bound").values().get(0);
        }

        @Override
        public int split(OnnxValue.Formula formula, OnnxImport model) {
            throw formula.node()
                    .refused("clips at both ends (ReLU6, hard tanh); that is not supported. Train with ReLU, or replace"
                            + " it before the export");
        }
    }

    /** A function of two operands; constants are scalars. */
    record Binary(DoubleBinaryOperator function) implements OnnxElementwise {
        @Override
        public OnnxValue read(OnnxNode node, OnnxImport model) {
            if (node.proto().getInputCount() != 2) {
                throw node.refused("has " + node.proto().getInputCount() + " inputs; two are supported");
            }
            return apply(node, model.value(node, 0), model.value(node, 1), model);
        }

        private OnnxValue apply(OnnxNode node, OnnxValue a, OnnxValue b, OnnxImport model) {
            if (a instanceof OnnxValue.Constant left && b instanceof OnnxValue.Constant right) {
                return fold(node, left, right);
            }
            if (a instanceof OnnxValue.Extents || b instanceof OnnxValue.Extents) {
                throw node.refused("computes with the number of samples; write the shape with −1 in its place, as in"
                        + " x.view(-1, 48)");
            }
            if (a instanceof OnnxValue.Constant left && left.isScalar()) {
                double value = left.scalar();
                return combine(
                        node, a, b, model.operandLayer(b), before(b), (x, y) -> function.applyAsDouble(value, y));
            }
            if (b instanceof OnnxValue.Constant right && right.isScalar()) {
                double value = right.scalar();
                return combine(
                        node, a, b, model.operandLayer(a), before(a), (x, y) -> function.applyAsDouble(y, value));
            }
            if (a instanceof OnnxValue.Constant left) {
                return OnnxScale.read(node, left.tensor(), b, true, model);
            }
            if (b instanceof OnnxValue.Constant right) {
                return OnnxScale.read(node, right.tensor(), a, false, model);
            }
            int left = model.operandLayer(a);
            int right = model.operandLayer(b);
            if (left == right) {
                DoubleUnaryOperator f = before(a);
                DoubleUnaryOperator g = before(b);
                return new OnnxValue.Formula(
                        left, x -> function.applyAsDouble(f.applyAsDouble(x), g.applyAsDouble(x)), node, List.of(a, b));
            }
            return new OnnxValue.Feature(OnnxMerge.merge(node, model.operand(node, a), model.operand(node, b), model));
        }

        private static OnnxValue combine(
                OnnxNode node,
                OnnxValue a,
                OnnxValue b,
                int layer,
                DoubleUnaryOperator before,
                DoubleBinaryOperator function) {
            return new OnnxValue.Formula(
                    layer, x -> function.applyAsDouble(0, before.applyAsDouble(x)), node, List.of(a, b));
        }

        static DoubleUnaryOperator before(OnnxValue value) {
            return value instanceof OnnxValue.Formula formula ? formula.function() : DoubleUnaryOperator.identity();
        }

        private OnnxValue fold(OnnxNode node, OnnxValue.Constant left, OnnxValue.Constant right) {
            Tensor a = left.tensor();
            Tensor b = right.tensor();
            if (!left.isScalar() && !right.isScalar() && !a.shape().equals(b.shape())) {
                throw node.refused("combines constants of the shapes " + a.shape() + " and " + b.shape());
            }
            Tensor larger = right.isScalar() ? a : b;
            double[] values = new double[larger.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = function.applyAsDouble(
                        a.values().get(left.isScalar() ? 0 : i), b.values().get(right.isScalar() ? 0 : i));
            }
            return new OnnxValue.Constant(new Tensor(node.computed(), larger.shape(), new Storage.Float64(values)));
        }

        @Override
        public int split(OnnxValue.Formula formula, OnnxImport model) {
            OnnxValue a = feature(formula.operands().get(0), model);
            OnnxValue b = feature(formula.operands().get(1), model);
            boolean constant = a instanceof OnnxValue.Constant || b instanceof OnnxValue.Constant;
            if (constant) {
                return alone(formula, apply(formula.node(), a, b, model), model);
            }
            return OnnxMerge.merge(formula.node(), model.operand(a), model.operand(b), model);
        }
    }

    /** Where: one of two functions of the same layer, element by element. */
    record Choice() implements OnnxElementwise {
        @Override
        public OnnxValue read(OnnxNode node, OnnxImport model) {
            List<OnnxValue> operands = List.of(model.value(node, 0), model.value(node, 1), model.value(node, 2));
            int layer = ModelBuilder.INPUT - 1;
            for (OnnxValue operand : operands) {
                boolean constant = operand instanceof OnnxValue.Constant;
                int own = constant ? layer : model.operandLayer(operand);
                if (layer >= ModelBuilder.INPUT && own != layer
                        || operand instanceof OnnxValue.Constant number && !number.isScalar()) {
                    throw node.refused(
                            "chooses between several layers element by element; only activations, functions of"
                                    + " one layer, can be written so");
                }
                layer = own;
            }
            if (layer < ModelBuilder.INPUT) {
                throw node.refused("chooses between constants; write the result into the file");
            }
            DoubleUnaryOperator condition = function(operands.get(0));
            DoubleUnaryOperator chosen = function(operands.get(1));
            DoubleUnaryOperator other = function(operands.get(2));
            return new OnnxValue.Formula(
                    layer,
                    x -> condition.applyAsDouble(x) != 0 ? chosen.applyAsDouble(x) : other.applyAsDouble(x),
                    node,
                    operands);
        }

        private static DoubleUnaryOperator function(OnnxValue value) {
            return value instanceof OnnxValue.Constant constant ? x -> constant.scalar() : Binary.before(value);
        }

        @Override
        public int split(OnnxValue.Formula formula, OnnxImport model) {
            throw unknown(formula.node());
        }
    }

    /** An operand as a layer, so that its operator can be looked at alone; constants stay. */
    private static OnnxValue feature(OnnxValue operand, OnnxImport model) {
        return operand instanceof OnnxValue.Constant ? operand : new OnnxValue.Feature(model.operand(operand));
    }

    private static int alone(OnnxValue.Formula whole, OnnxValue alone, OnnxImport model) {
        if (alone instanceof OnnxValue.Formula formula) {
            Optional<LayerSpec> scale = ActivationCatalog.scale(formula.function());
            if (scale.isPresent()) {
                OnnxScale.requireFixed(formula, model);
                return model.builder().add(formula.node().module(), scale.get(), formula.layer());
            }
            return ActivationCatalog.find(formula.function())
                    .map(layer -> model.builder().add(formula.node().module(), layer, formula.layer()))
                    .orElseThrow(() -> unknown(whole.node()));
        }
        return model.operand(alone);
    }

    private static RuntimeException unknown(OnnxNode node) {
        return node.refused("is, with the operators before it, no known activation (identity, relu, leaky-relu,"
                + " abs, squared-relu, tanh, sigmoid, gelu, silu, softplus, elu, hard-swish)."
                + " Replace it before the export");
    }
}
