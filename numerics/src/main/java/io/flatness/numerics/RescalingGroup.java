package io.flatness.numerics;

import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.SymmetricOperator;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The whole group of positive rescalings that leave a network's function alone, in logarithmic coordinates: at x, parameter
 * k is multiplied by exp(Σ_v e_kv x_v).
 *
 * <p>Every layer whose parameters can produce a factor on its output brings one unknown (or one for each unit). A single
 * walk through the architecture collects what the other layers demand of them: factors that have to agree in a sum, to
 * cancel in a product, to be 1 before tanh and at the output. What is left free are the coordinates. Dense layers,
 * convolutions, both sides of a BatchNorm, residual streams, pieces of a maxout, gates and tied tensors are all found this
 * way, without asking what a layer is. Immutable.
 */
public final class RescalingGroup {
    private final List<Generator> generators;
    private final Map<Integer, ScaleForm[]> outputs;
    private final Architecture architecture;

    /** Which rescalings. */
    public enum Level {
        /**
         * Every tensor by one factor (Definition 5): all units of a layer's output alike, and all that a layer reads, also
         * where branches are joined.
         */
        LAYER,
        /** Every unit or channel by a factor of its own; contains {@link #LAYER}. */
        NODE
    }

    /**
     * One coordinate.
     *
     * @param layer name of the first layer whose output it scales
     * @param unit the unit, −1 for all of them
     * @param parameters the parameters that it touches, ascending; never written to
     * @param exponents e of each of them, never 0; never written to
     */
    public record Generator(String layer, int unit, int[] parameters, double[] exponents) {}

    private RescalingGroup(List<Generator> generators, Map<Integer, ScaleForm[]> outputs, Architecture architecture) {
        this.generators = List.copyOf(generators);
        this.outputs = outputs;
        this.architecture = architecture;
    }

    /** The group of an architecture; without coordinates where nothing can be rescaled. */
    public static RescalingGroup of(Architecture architecture, Level level) {
        ScaleRelations relations = new ScaleRelations();
        List<String> layers = new ArrayList<>();
        List<Integer> units = new ArrayList<>();
        Map<Integer, ScaleForm[]> asked = new TreeMap<>();
        Moves moves = architecture.moves((position, layer, inputs) -> {
            ScaleForm[] forms = new ScaleForm[layer.units()];
            for (int unit = 0; unit < forms.length; unit++) {
                if (level == Level.NODE || unit == 0) {
                    forms[unit] = ScaleForm.variable(relations.variable());
                    layers.add(layer.name());
                    units.add(level == Level.NODE ? unit : -1);
                } else {
                    forms[unit] = forms[0];
                }
            }
            asked.put(position, forms);
            return new LogScales(forms, relations);
        });
        SharedTensors.relate(moves.parameters(), relations);
        SharedTensors.relate(moves.buffers(), relations);
        if (level == Level.LAYER) {
            moves.parameters().forEach(tensor -> TensorExponents.alike(tensor, relations));
        }
        List<Generator> generators = new ArrayList<>();
        int[] coordinate = new int[relations.count()];
        Arrays.fill(coordinate, -1);
        TensorExponents exponents = TensorExponents.of(moves.parameters(), relations);
        for (int variable = 0; variable < layers.size(); variable++) {
            if (relations.isFree(variable) && exponents.touches(variable)) {
                coordinate[variable] = generators.size();
                generators.add(exponents.generator(variable, layers.get(variable), units.get(variable)));
            }
        }
        asked.replaceAll((position, forms) -> coordinates(forms, relations, coordinate));
        return new RescalingGroup(generators, asked, architecture);
    }

    /** Forms in the free variables, written in the numbers of the coordinates. */
    private static ScaleForm[] coordinates(ScaleForm[] forms, ScaleRelations relations, int[] coordinate) {
        ScaleForm[] renamed = new ScaleForm[forms.length];
        for (int unit = 0; unit < forms.length; unit++) {
            ScaleForm form = relations.resolve(forms[unit]);
            ScaleForm own = ScaleForm.ZERO;
            for (int k = 0; k < form.variables().length; k++) {
                int number = coordinate[form.variables()[k]];
                own = number < 0 ? own : own.plus(ScaleForm.variable(number), form.powers()[k]);
            }
            renamed[unit] = own;
        }
        return renamed;
    }

    /** Number of coordinates. */
    public int dimension() {
        return generators.size();
    }

    /** The coordinates, in the order of the layers. */
    public List<Generator> generators() {
        return generators;
    }

    /** For each coordinate the positions of the layers whose outputs it scales: several in a residual stream. */
    public List<SortedSet<Integer>> scaledLayers() {
        List<SortedSet<Integer>> positions = new ArrayList<>();
        for (int v = 0; v < generators.size(); v++) {
            int coordinate = v;
            SortedSet<Integer> scaled = new TreeSet<>();
            outputs.forEach((position, forms) -> {
                if (Arrays.stream(forms).anyMatch(form -> form.power(coordinate) != 0)) {
                    scaled.add(position);
                }
            });
            positions.add(scaled);
        }
        return positions;
    }

    /** The factor of every parameter at x, a new array. */
    public double[] factors(double[] x) {
        return factors(generators, x, architecture.parameters().size());
    }

    static double[] factors(List<Generator> generators, double[] x, int n) {
        double[] factors = new double[n];
        for (int v = 0; v < x.length; v++) {
            Generator generator = generators.get(v);
            for (int m = 0; m < generator.parameters.length; m++) {
                factors[generator.parameters[m]] += generator.exponents[m] * x[v];
            }
        }
        for (int k = 0; k < factors.length; k++) {
            factors[k] = StrictMath.exp(factors[k]);
        }
        return factors;
    }

    /**
     * The change of units at given factors e^{x_v}, for {@link Architecture#carry}: it moves buffers as well.
     *
     * @param factors one positive factor for each coordinate; powers of two keep the function to the last bit
     */
    public Assignment assignment(double[] factors) {
        Map<Integer, UnitMap> changes = new TreeMap<>();
        outputs.forEach((position, forms) -> changes.put(position, UnitMap.scaling(scales(forms, factors))));
        return (position, layer, inputs) -> changes.getOrDefault(position, UnitMap.identity(layer.units()));
    }

    private static double[] scales(ScaleForm[] forms, double[] factors) {
        double[] scales = new double[forms.length];
        for (int unit = 0; unit < scales.length; unit++) {
            double product = 1;
            for (int k = 0; k < forms[unit].variables().length; k++) {
                double power = forms[unit].powers()[k];
                double factor = factors[forms[unit].variables()[k]];
                product *= power == 1 ? factor : power == -1 ? 1 / factor : StrictMath.pow(factor, power);
            }
            scales[unit] = product;
        }
        return scales;
    }

    /** The factors on the outputs of every layer that changes, by its name: one, or one for each unit. */
    public Map<String, double[]> outputScales(double[] x) {
        double[] factors = Arrays.stream(x).map(StrictMath::exp).toArray();
        Map<String, double[]> scales = new LinkedHashMap<>();
        outputs.forEach((position, forms) -> {
            if (Arrays.stream(forms).anyMatch(form -> !form.isZero())) {
                Layer layer = architecture.layers().get(position);
                double[] all = scales(forms, factors);
                boolean alike = Arrays.stream(all).allMatch(scale -> scale == all[0]);
                scales.put(layer.name(), alike ? new double[] {all[0]} : all);
            }
        });
        return scales;
    }

    /**
     * The Hessian at the rescaled point, D A D with D = 1/factors(x), from that at the point itself; nothing is copied.
     *
     * @param hessian A, kept
     */
    public SymmetricOperator rescaled(SymmetricOperator hessian, double[] x) {
        double[] inverse = factors(x);
        for (int k = 0; k < inverse.length; k++) {
            inverse[k] = 1 / inverse[k];
        }
        return new ScaledOperator(hessian, inverse);
    }

    /**
     * The infimum over the group of Σ_k c_k factor_k(x)^power: a trace with power −2, a squared norm with 2.
     *
     * @param coefficients c, one per parameter, at least 0
     * @return the infimum with its point x
     */
    public Posynomial.Minimum infimum(double[] coefficients, double power, LinearAlgebra algebra) {
        return infimum(generators, coefficients, power, algebra);
    }

    static Posynomial.Minimum infimum(
            List<Generator> generators, double[] coefficients, double power, LinearAlgebra algebra) {
        return scaled(posynomial(generators, coefficients).minimize(algebra), power);
    }

    private static Posynomial posynomial(List<Generator> generators, double[] coefficients) {
        return new Posynomial(
                coefficients,
                generators.stream()
                        .map(generator -> new Posynomial.Coordinate(generator.parameters, generator.exponents))
                        .toList());
    }

    private static Posynomial.Minimum scaled(Posynomial.Minimum minimum, double power) {
        double[] x = Arrays.stream(minimum.point()).map(s -> s / power).toArray();
        return new Posynomial.Minimum(x, minimum.value(), minimum.gradient(), minimum.imbalance(), minimum.attained());
    }

    /**
     * The canonical point of the orbit of θ: the smallest ‖θ‖², and norm 1 for what some rescaling makes grow while nothing
     * shrinks. Every point of the orbit has the same one.
     *
     * @param theta a point, not modified
     * @return the way from θ to it, with ‖θ‖² there
     */
    public Posynomial.Minimum gauge(double[] theta, LinearAlgebra algebra) {
        double[] squares = Arrays.stream(theta).map(t -> t * t).toArray();
        return scaled(posynomial(generators, squares).gauge(algebra), 2);
    }

    /** Whether a sum over the parameters with these coefficients, at least 0, changes anywhere in the group. */
    public boolean varies(double[] coefficients) {
        return generators.stream()
                .anyMatch(generator -> Arrays.stream(generator.parameters).anyMatch(k -> coefficients[k] > 0));
    }

    /**
     * Whether every norm of the Hessian grows without bound somewhere in the group: some diagonal block of the parameters
     * that one coordinate drives the same way is not zero (Theorem 4).
     *
     * @param random draws the vectors that blocks are multiplied with; a block that is not zero is missed with probability 0
     */
    public boolean grows(SymmetricOperator hessian, RandomGenerator random) {
        double[] probe = random.doubles(hessian.dimension(), 1, 2).toArray();
        for (Generator generator : generators) {
            for (int side = -1; side <= 1; side += 2) {
                double[] block = new double[probe.length];
                for (int m = 0; m < generator.parameters.length; m++) {
                    int k = generator.parameters[m];
                    block[k] = generator.exponents[m] * side > 0 ? probe[k] : 0;
                }
                double[] product = hessian.apply(block);
                for (int m = 0; m < generator.parameters.length; m++) {
                    if (generator.exponents[m] * side > 0 && product[generator.parameters[m]] != 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /**
     * Where Σ_k c_k factor_k(x)^power is largest under |x_v| ≤ bound: it is convex, so that it is at a corner. All 2^dimension
     * corners are tried.
     *
     * @param coefficients c, one per parameter, at least 0
     * @return x; zero where the sum does not move
     */
    public double[] largest(double[] coefficients, double power, double bound) {
        Map<Map<Integer, Double>, Double> sums = new LinkedHashMap<>();
        List<Map<Integer, Double>> rows = rows(coefficients.length);
        for (int k = 0; k < coefficients.length; k++) {
            if (coefficients[k] > 0) {
                sums.merge(rows.get(k), coefficients[k], Double::sum);
            }
        }
        double[] best = new double[dimension()];
        double most = logarithm(sums, best, power);
        for (long corner = 0; corner < 1L << dimension(); corner++) {
            double[] x = new double[dimension()];
            for (int v = 0; v < x.length; v++) {
                x[v] = (corner >> v & 1) == 0 ? bound : -bound;
            }
            double value = logarithm(sums, x, power);
            if (value > most) {
                most = value;
                best = x;
            }
        }
        return best;
    }

    /** The logarithm of the sum: the sum itself may leave the range of double precision. */
    private static double logarithm(Map<Map<Integer, Double>, Double> sums, double[] x, double power) {
        double[] terms = new double[sums.size()];
        double largest = Double.NEGATIVE_INFINITY;
        int t = 0;
        for (Map.Entry<Map<Integer, Double>, Double> sum : sums.entrySet()) {
            double exponent = 0;
            for (Map.Entry<Integer, Double> row : sum.getKey().entrySet()) {
                exponent += row.getValue() * x[row.getKey()];
            }
            terms[t] = StrictMath.log(sum.getValue()) + power * exponent;
            largest = Math.max(largest, terms[t++]);
        }
        double total = 0;
        for (double term : terms) {
            total += StrictMath.exp(term - largest);
        }
        return largest + StrictMath.log(total);
    }

    /** The exponents of every parameter by coordinate, those that are not 0. */
    private List<Map<Integer, Double>> rows(int n) {
        List<Map<Integer, Double>> rows = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            rows.add(new TreeMap<>());
        }
        for (int v = 0; v < generators.size(); v++) {
            Generator generator = generators.get(v);
            for (int m = 0; m < generator.parameters.length; m++) {
                rows.get(generator.parameters[m]).put(v, generator.exponents[m]);
            }
        }
        return rows;
    }

    /**
     * The infimum over the group of ‖D H D‖_F² = Σ_kj H_kj² / (factor_k factor_j)². Parameters on which all coordinates act
     * alike are taken together.
     */
    public Posynomial.Minimum infimumOfSquares(DenseSymmetric hessian, LinearAlgebra algebra) {
        int n = hessian.n();
        List<Map<Integer, Double>> rows = rows(n);
        List<Map<Integer, Double>> classes = List.copyOf(new LinkedHashSet<>(rows));
        Map<Map<Integer, Double>, Integer> numbers = new HashMap<>();
        for (int c = 0; c < classes.size(); c++) {
            numbers.put(classes.get(c), c);
        }
        int[] of = rows.stream().mapToInt(numbers::get).toArray();
        int count = classes.size();
        double[] squares = new double[count * count];
        for (int k = 0; k < n; k++) {
            for (int j = 0; j < n; j++) {
                double h = hessian.matrix()[k * n + j];
                squares[Math.min(of[k], of[j]) * count + Math.max(of[k], of[j])] += h * h;
            }
        }
        int[] terms = IntStream.range(0, squares.length)
                .filter(pair -> squares[pair] > 0)
                .toArray();
        List<List<Integer>> touched = new ArrayList<>();
        List<List<Double>> exponents = new ArrayList<>();
        generators.forEach(generator -> {
            touched.add(new ArrayList<>());
            exponents.add(new ArrayList<>());
        });
        for (int t = 0; t < terms.length; t++) {
            int term = t;
            Map<Integer, Double> sum = new TreeMap<>(classes.get(terms[t] / count));
            classes.get(terms[t] % count).forEach((v, exponent) -> sum.merge(v, exponent, Double::sum));
            sum.forEach((v, exponent) -> {
                if (exponent != 0) {
                    touched.get(v).add(term);
                    exponents.get(v).add(-2 * exponent);
                }
            });
        }
        List<Posynomial.Coordinate> coordinates = new ArrayList<>();
        for (int v = 0; v < generators.size(); v++) {
            coordinates.add(new Posynomial.Coordinate(
                    touched.get(v).stream().mapToInt(Integer::intValue).toArray(),
                    exponents.get(v).stream().mapToDouble(Double::doubleValue).toArray()));
        }
        double[] coefficients =
                Arrays.stream(terms).mapToDouble(t -> squares[t]).toArray();
        return new Posynomial(coefficients, coordinates).minimize(algebra);
    }
}
