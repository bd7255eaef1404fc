package io.flatness.networks.io;

import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.tile.Shape;
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
        unary(operators, "Mish", x -> x * Math.tanh(Scalars.softplus(x)));
        unary(operators, "Softsign", x -> x / (1 + Math.abs(x)));
        unary(operators, "Sin", Math::sin);
        unary(operators, "Cos", Math::cos);
        unary(operators, "Atan", Math::atan);
        unary(operators, "Sign", Math::signum);
        unary(operators, "Floor", Math::floor);
        unary(operators, "Ceil", Math::ceil);
        unary(operators, "Not", x -> x == 0 ? 1 : 0);
        unary(operators, "IsNaN", x -> Double.isNaN(x) ? 1 : 0);
        operators.put("ThresholdedRelu", new Unary(node -> {
            double alpha = node.constant("alpha", 1);
            return x -> x > alpha ? x : 0;
        }));
        operators.put("Selu", new Unary(node -> {
            double alpha = node.constant("alpha", 1.6732632);
            double gamma = node.constant("gamma", 1.050701);
            return x -> gamma * (x > 0 ? x : alpha * Math.expm1(x));
        }));
        operators.put("Swish", new Unary(node -> {
            double alpha = node.constant("alpha", 1);
            return x -> x * Scalars.sigmoid(alpha * x);
        }));
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
        binary(operators, "Equal", (a, b) -> a == b ? 1 : 0);
        binary(operators, "And", (a, b) -> a != 0 && b != 0 ? 1 : 0);
        binary(operators, "Or", (a, b) -> a != 0 || b != 0 ? 1 : 0);
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
            return apply(node, model.operandOf(node, 0), model);
        }

        private OnnxValue apply(OnnxNode node, OnnxValue operand, OnnxImport model) {
            DoubleUnaryOperator own = function.apply(node);
            if (operand instanceof OnnxValue.Formula inner) {
                DoubleUnaryOperator before = inner.function();
                return new OnnxValue.Formula(
                        inner.layer(),
                        inner.how(),
                        x -> own.applyAsDouble(before.applyAsDouble(x)),
                        node,
                        List.of(operand));
            }
            if (operand instanceof OnnxValue.Constant constant) {
                double[] values = constant.tensor().values().toDoubles();
                Arrays.setAll(values, i -> model.rounded(node.input(0), own.applyAsDouble(values[i])));
                return new OnnxValue.Constant(
                        new Tensor(node.computed(), constant.tensor().shape(), new Storage.Float64(values)));
            }
            int layer = model.operand(operand);
            return new OnnxValue.Formula(layer, OnnxImport.how(operand), own, node, List.of(operand));
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
            return read(node, model.operandOf(node, 0), model);
        }

        private static OnnxValue read(OnnxNode node, OnnxValue operand, OnnxImport model) {
            double low = bound(node, model, "min", 1, Double.NEGATIVE_INFINITY);
            double high = bound(node, model, "max", 2, Double.POSITIVE_INFINITY);
            return new Unary(any -> x -> Math.min(Math.max(x, low), high)).apply(node, operand, model);
        }

        private static double bound(OnnxNode node, OnnxImport model, String name, int input, double otherwise) {
            return node.input(input).isEmpty()
                    ? node.constant(name, otherwise)
                    : model.constant(node, input, "a bound").values().get(0);
        }

        @Override
        public int split(OnnxValue.Formula formula, OnnxImport model) {
            OnnxValue inner = feature(formula.operands().get(0), model);
            return alone(formula, read(formula.node(), inner, model), model);
        }
    }

    /** A function of two operands; constants are scalars. */
    record Binary(DoubleBinaryOperator function) implements OnnxElementwise {
        @Override
        public OnnxValue read(OnnxNode node, OnnxImport model) {
            if (node.proto().getInputCount() == 1) {
                return model.value(node, 0);
            }
            if (node.proto().getInputCount() != 2) {
                return OnnxBroadcast.several(node, model);
            }
            return apply(node, model.operandOf(node, 0), model.operandOf(node, 1), model);
        }

        private OnnxValue apply(OnnxNode node, OnnxValue a, OnnxValue b, OnnxImport model) {
            if (a instanceof OnnxValue.Constant left && b instanceof OnnxValue.Constant right) {
                return fold(node, left, right, model);
            }
            if (a instanceof OnnxValue.Constant left && stays(node, left, b, model)) {
                double value = left.scalar();
                return combine(node, a, b, b, model, (x, y) -> function.applyAsDouble(value, y));
            }
            if (b instanceof OnnxValue.Constant right && stays(node, right, a, model)) {
                double value = right.scalar();
                return combine(node, a, b, a, model, (x, y) -> function.applyAsDouble(y, value));
            }
            if (a instanceof OnnxValue.Constant left) {
                return classic(b, model)
                        ? OnnxScale.read(node, left.tensor(), b, true, model)
                        : OnnxBroadcast.read(node, model);
            }
            if (b instanceof OnnxValue.Constant right) {
                return classic(a, model)
                        ? OnnxScale.read(node, right.tensor(), a, false, model)
                        : OnnxBroadcast.read(node, model);
            }
            int left = model.operandLayer(a);
            int right = model.operandLayer(b);
            if (left == right && model.arrangement(a).equals(model.arrangement(b))) {
                DoubleUnaryOperator f = before(a);
                DoubleUnaryOperator g = before(b);
                return new OnnxValue.Formula(
                        left,
                        OnnxImport.how(a),
                        x -> function.applyAsDouble(f.applyAsDouble(x), g.applyAsDouble(x)),
                        node,
                        List.of(a, b));
            }
            boolean plain = OnnxImport.how(a) == null && OnnxImport.how(b) == null;
            boolean alike =
                    plain && model.builder().shape(left).equals(model.builder().shape(right));
            boolean merges = alike && OnnxMerge.merges(node);
            if (!merges && !model.isSeeing()) {
                return OnnxBroadcast.read(node, model);
            }
            return new OnnxValue.Feature(OnnxMerge.merge(node, model.operand(node, a), model.operand(node, b), model));
        }

        /** Whether a constant is one fixed number that gives a value no more axes. */
        private static boolean stays(OnnxNode node, OnnxValue.Constant scalar, OnnxValue value, OnnxImport model) {
            int rank = scalar.tensor().shape().size();
            boolean more = rank > 1 && rank > model.arrangement(value).rank();
            boolean learned = OnnxBroadcast.isKnown(node)
                    && model.isLearned(scalar.tensor())
                    && !OnnxScale.reachesInput(model.operandLayer(value), model);
            return scalar.isScalar() && !more && !learned;
        }

        /** Whether a value is a vector, or an image with its channels first, whose units a constant may act on. */
        private static boolean classic(OnnxValue value, OnnxImport model) {
            Shape shape = model.builder().shape(model.operandLayer(value));
            return OnnxImport.how(value) == null && (shape.isVector() || shape.isImage());
        }

        private static OnnxValue combine(
                OnnxNode node,
                OnnxValue a,
                OnnxValue b,
                OnnxValue of,
                OnnxImport model,
                DoubleBinaryOperator function) {
            DoubleUnaryOperator before = before(of);
            return new OnnxValue.Formula(
                    model.operandLayer(of),
                    OnnxImport.how(of),
                    x -> function.applyAsDouble(0, before.applyAsDouble(x)),
                    node,
                    List.of(a, b));
        }

        static DoubleUnaryOperator before(OnnxValue value) {
            return value instanceof OnnxValue.Formula formula ? formula.function() : DoubleUnaryOperator.identity();
        }

        private OnnxValue fold(OnnxNode node, OnnxValue.Constant left, OnnxValue.Constant right, OnnxImport model) {
            String first = node.input(0);
            boolean whole = node.operator().equals("Div") && model.isWhole(first);
            DoubleBinaryOperator own = (a, b) -> {
                double value = function.applyAsDouble(a, b);
                return whole ? (long) value : model.rounded(first, value);
            };
            return new OnnxValue.Constant(OnnxFold.broadcast(node, left.tensor(), right.tensor(), own));
        }

        @Override
        public int split(OnnxValue.Formula formula, OnnxImport model) {
            OnnxValue a = feature(formula.operands().get(0), model);
            OnnxValue b = feature(formula.operands().get(1), model);
            boolean constant = a instanceof OnnxValue.Constant || b instanceof OnnxValue.Constant;
            if (constant) {
                return alone(formula, apply(formula.node(), a, b, model), model);
            }
            return OnnxMerge.merges(formula.node())
                    ? OnnxMerge.merge(formula.node(), model.operand(a), model.operand(b), model)
                    : model.builder()
                            .add(
                                    formula.node().module(),
                                    OnnxBroadcast.layer(formula.node()),
                                    model.operand(a),
                                    model.operand(b));
        }
    }

    /** Where: one of two functions of the same layer, element by element. */
    record Choice() implements OnnxElementwise {
        @Override
        public OnnxValue read(OnnxNode node, OnnxImport model) {
            List<OnnxValue> operands =
                    List.of(model.operandOf(node, 0), model.operandOf(node, 1), model.operandOf(node, 2));
            List<OnnxValue> variable = operands.stream()
                    .filter(operand -> !(operand instanceof OnnxValue.Constant))
                    .toList();
            boolean scalars = operands.stream()
                    .allMatch(operand -> !(operand instanceof OnnxValue.Constant number) || number.isScalar());
            boolean one = !variable.isEmpty()
                    && variable.stream()
                            .allMatch(operand -> model.operandLayer(operand) == model.operandLayer(variable.get(0))
                                    && model.arrangement(operand).equals(model.arrangement(variable.get(0))));
            if (!one || !scalars || operands.get(0) instanceof OnnxValue.Constant) {
                return OnnxBroadcast.where(node, model);
            }

            DoubleUnaryOperator condition = function(operands.get(0));
            DoubleUnaryOperator chosen = function(operands.get(1));
            DoubleUnaryOperator other = function(operands.get(2));
            return new OnnxValue.Formula(
                    model.operandLayer(variable.get(0)),
                    OnnxImport.how(variable.get(0)),
                    x -> condition.applyAsDouble(x) != 0 ? chosen.applyAsDouble(x) : other.applyAsDouble(x),
                    node,
                    operands);
        }

        private static DoubleUnaryOperator function(OnnxValue value) {
            return value instanceof OnnxValue.Constant constant ? x -> constant.scalar() : Binary.before(value);
        }

        @Override
        public int split(OnnxValue.Formula formula, OnnxImport model) {
            // one branch is the other where it is taken, but for rounding: softplus is linear far out
            for (OnnxValue branch : formula.operands().subList(1, 3)) {
                if (!(branch instanceof OnnxValue.Constant)
                        && ActivationCatalog.agrees(formula.function(), Binary.before(branch), 1e-8)) {
                    return model.operand(branch);
                }
            }
            throw unknown(formula.node());
        }
    }

    /** An operand as a layer, so that its operator can be looked at alone; constants stay. */
    private static OnnxValue feature(OnnxValue operand, OnnxImport model) {
        return operand instanceof OnnxValue.Constant
                ? operand
                : new OnnxValue.Feature(model.operand(operand), OnnxImport.how(operand));
    }

    private static int alone(OnnxValue.Formula whole, OnnxValue alone, OnnxImport model) {
        if (alone instanceof OnnxValue.Formula formula) {
            Optional<LayerSpec> scale = ActivationCatalog.scale(formula.function());
            if (scale.isPresent()) {
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
                + " abs, squared-relu, tanh, sigmoid, gelu, silu, softplus, elu, hard-swish, mish, selu, clip and others in the"
                + " documentation)."
                + " Replace it before the export");
    }
}
