// Written by script/types from the Python types. Edit those, then run it again.

export type RunEvent =
  | Queued
  | Started
  | StepsEnded
  | Evaluated
  | WeightsTaken
  | StageBegan
  | BestKept
  | Tested
  | SettingsChanged
  | CheckpointSaved
  | Paused
  | Finished
  | Stopped
  | Failed
  | TakenBack;

/**
 * Everything that the server sends, by name.
 */
export interface Contract {
  Answered: Answered;
  Asks: Asks;
  Baselines: Baselines;
  Choices: Choices;
  Codes: Codes;
  Difference: Difference;
  Document: Document;
  Given: Given;
  HeldOut: HeldOut;
  NodeType: NodeType;
  Offer: Offer;
  Pictures: Pictures;
  Preview: Preview;
  Problem: Problem;
  Report: Report;
  RunEvent: RunEvent;
  Sheet: Sheet;
  Survey: Survey;
  SweepPlan: SweepPlan;
  Twins: Twins;
  Unfolded: Unfolded;
  WeightsFit: WeightsFit;
}
/**
 * What was really ``given``, as it could be given again, and what the network answers with each of the weights.
 */
export interface Answered {
  answers: AnsweredBy[];
  given: {
    [k: string]: unknown;
  };
}
/**
 * What a network told by its answers' names: with these ``weights``, as they were after so many steps.
 */
export interface AnsweredBy {
  step: number;
  told: {
    [k: string]:
      | PlayTold
      | EpisodeTold
      | FilmTold
      | TextTold
      | LabelsTold
      | BoxesTold
      | ProbabilitiesTold
      | GraphTold
      | MaskTold
      | PlacesTold
      | HeatTold
      | SoundTold
      | PictureTold
      | PointsTold
      | FlowTold
      | SeriesTold
      | DensityTold
      | NeighboursTold
      | NumbersTold
      | ValuesTold;
  };
  weights: string;
}
/**
 * What the network thinks of a position of ``board``: its ``moves``; there are none once the game is ``over``.
 *
 * ``worth`` is what it says of the position for who moves, from -1 (lost) to 1 (won), ``searched`` after it has looked
 * ahead so many times; None where it says nothing.
 */
export interface PlayTold {
  board: number[];
  kind: "move";
  moves: MoveTold[];
  over: "" | "lost" | "drawn";
  searched: number | null;
  simulations: number;
  worth: number | null;
}
/**
 * A legal move, and the ``board`` after it as whoever moves then sees it; ``ends`` says how it ends the game.
 *
 * ``probability`` is the network's own, ``searched`` after it has looked ahead; None where it can't.
 */
export interface MoveTold {
  board: number[];
  ends: "" | "won" | "drawn";
  move: number;
  probability: number;
  searched: number | null;
}
/**
 * How likely the network makes each of the ``actions`` in the state, and what happens if it takes the likeliest.
 *
 * ``states`` are what it saw at each step, (steps, numbers), and what came last; ``taken`` the actions between them.
 * It ``earned`` so much; it ``ended``, or went on when enough was seen.
 */
export interface EpisodeTold {
  actions: string[];
  earned: number;
  ended: boolean;
  kind: "episode";
  probabilities: number[];
  states: Lines;
  taken: number[];
  world: string;
}
/**
 * Values as little-endian float32, as base64, in row-major order.
 */
export interface Lines {
  data: string;
  shape: number[];
}
/**
 * The stages, noise first.
 */
export interface FilmTold {
  film: Stages;
  kind: "film";
}
/**
 * Some of the ``many`` stages, the first and the last among them, by their ``places``: pictures, points or values.
 *
 * Shape: pictures (stages, 1 or 3, H, W), which lie between 0 and 1 in the end where ``is_ink``; way (all stages, 2)
 * among points (N, 2); values (stages, V).
 */
export interface Stages {
  is_ink: boolean;
  many: number;
  pictures: Shaded | null;
  places: number[];
  points: Lines | null;
  values: Shaded | null;
  way: Lines | null;
}
/**
 * Values in one byte each, as base64: ``value = low + byte / 255 * (high - low)``, in row-major order.
 */
export interface Shaded {
  data: string;
  high: number;
  low: number;
  shape: number[];
}
/**
 * Words, and for each whether it ``is_given`` or was written. ``between`` stands between two of them.
 *
 * ``looked`` is what the network looked at, where it attends.
 */
export interface TextTold {
  between: string;
  hidden: Hidden[];
  is_given: boolean[];
  kind: "text";
  looked: Looked | null;
  words: string[];
}
/**
 * What else might stand in a place that was hidden, before any of them was filled in, the most probable first.
 */
export interface Hidden {
  place: number;
  said: Said[];
}
/**
 * A class that is possible at a place, and how probable it is.
 */
export interface Said {
  name: string;
  probability: number;
}
/**
 * How much each token (row) takes from each key (column) in the last attention, the mean of its heads, from 0 to 1.
 *
 * Shape: map (tokens, keys).
 */
export interface Looked {
  keys: string[];
  map: Shaded;
  tokens: string[];
}
/**
 * Shape: probabilities, holds (labels).
 */
export interface LabelsTold {
  holds: boolean[];
  kind: "labels";
  names: string[];
  probabilities: number[];
}
/**
 * ``over`` is the given picture that they lie on. ``classes`` are all that a label may be.
 */
export interface BoxesTold {
  boxes: Box[];
  classes: string[];
  kind: "boxes";
  over: string;
}
/**
 * One box in shares of the picture, from 0 to 1; ``label`` is empty and ``score`` None where nothing says them.
 */
export interface Box {
  bottom: number;
  label: string;
  left: number;
  right: number;
  score: number | null;
  top: number;
}
/**
 * How probable each class is, and the ``scores`` that say so; what is right has no scores.
 *
 * Where the same weights make codes of two fields, ``near`` are the training samples that lie next to each.
 */
export interface ProbabilitiesTold {
  classes: string[];
  kind: "probabilities";
  near: Near[];
  probabilities: number[];
  scores: number[];
}
/**
 * The nearest of so many samples that were ``searched`` to what one field was given.
 */
export interface Near {
  name: string;
  nearest: Neighbour[];
  searched: number;
}
/**
 * A training sample, how far away it is, and its class where it has one. Its picture, or its words.
 */
export interface Neighbour {
  distance: number;
  label: string;
  picture: Shaded | null;
  words: string;
}
/**
 * A class for each node, -1 where none is said, and how probable it is; ``known`` is what training was told of it.
 *
 * ``places`` is where each node is drawn, from 0 to 1.
 *
 * Shape: chosen, probabilities, known (V); edges (E, 2); places (V, 2).
 */
export interface GraphTold {
  chosen: number[];
  classes: string[];
  edges: [number, number][];
  kind: "graph";
  known: number[];
  places: [number, number][];
  probabilities: number[];
}
/**
 * ``data`` is the class of each pixel, a byte each in base64, 255 for none; ``sure`` how probable, 255 for certain.
 *
 * ``over`` is the given picture that the mask belongs to, empty where there is none.
 */
export interface MaskTold {
  classes: string[];
  data: string;
  height: number;
  kind: "mask";
  over: string;
  sure: string;
  width: number;
}
/**
 * ``role`` says what is said: ``tags`` of given words, ``fill`` for those of them that are hidden, ``next`` after
 * each of them, or else a ``text``. ``between`` stands between two words. ``classes`` are all that can be said.
 */
export interface PlacesTold {
  between: string;
  classes: string[];
  kind: "places";
  places: Spot[];
  role: "tags" | "fill" | "next" | "text";
}
/**
 * One place: the word that was given there, and what is said of it, the most probable first.
 *
 * ``word`` is empty where none was given; nothing is said where the data never say what would be right.
 */
export interface Spot {
  said: Said[];
  word: string;
}
/**
 * ``meaning`` says what the values are. ``over`` is the given picture below, if there is one. Shape: (H, W).
 */
export interface HeatTold {
  kind: "heat";
  meaning: string;
  name: string;
  over: string;
  values: Shaded;
}
/**
 * Shape: wave (L,); spectrogram (frequencies, moments), the lowest frequency last.
 *
 * Units: ``rate`` in values a second; spectrogram in dB below its loudest part.
 */
export interface SoundTold {
  kind: "sound";
  rate: number;
  spectrogram: Shaded;
  wave: Lines;
}
/**
 * ``look`` says what large values are: ink, light, far from zero, or only large. Shape: values (1 or 3, H, W).
 *
 * ``is_chance`` says that each value is the probability of ink. Of what chance made, ``more`` is made by other chance.
 */
export interface PictureTold {
  film: Stages | null;
  is_chance: boolean;
  kind: "picture";
  look: "ink" | "light" | "signed" | "value";
  more: Shaded | null;
  values: Shaded;
}
/**
 * ``place`` is the answer. ``made`` are more like it, by other chance, and ``points`` those learned from.
 *
 * Shape: made, points (N, 2). ``box`` is left, right, bottom, top.
 */
export interface PointsTold {
  /**
   * @minItems 4
   * @maxItems 4
   */
  box: [number, number, number, number];
  film: Stages | null;
  kind: "points";
  made: Lines;
  /**
   * @minItems 2
   * @maxItems 2
   */
  place: [number, number];
  points: Lines;
  x: string;
  y: string;
}
/**
 * ``way`` begins where the point was given; each next place is the answer to the last one.
 *
 * Shape: way (steps + 1, 2); from_ and to (arrows, 2); points (N, 2). ``box`` is left, right, bottom, top.
 */
export interface FlowTold {
  begins: Lines;
  /**
   * @minItems 4
   * @maxItems 4
   */
  box: [number, number, number, number];
  ends: Lines;
  kind: "flow";
  points: Lines;
  way: Lines;
  x: string;
  y: string;
}
/**
 * Values of each channel, step by step: those given, and the ``next`` ones. ``meaning`` says what they are.
 */
export interface SeriesTold {
  channels: string[];
  given: number[][];
  kind: "series";
  meaning: string;
  next: number[][];
}
/**
 * ``log_density`` is that at the place that was given, in nats; ``image`` is where the place comes to lie.
 *
 * Shape: density (side, side) from the top left; points (N, 2). ``box`` is left, right, bottom, top.
 */
export interface DensityTold {
  /**
   * @minItems 4
   * @maxItems 4
   */
  box: [number, number, number, number];
  density: Shaded;
  /**
   * @minItems 2
   * @maxItems 2
   */
  image: [number, number];
  kind: "density";
  log_density: number;
  /**
   * @minItems 2
   * @maxItems 2
   */
  place: [number, number];
  points: Lines;
  x: string;
  y: string;
}
/**
 * The nearest of so many samples that were ``searched``, and the ``code`` that the network gave to the new one.
 */
export interface NeighboursTold {
  code: number[];
  kind: "neighbours";
  nearest: Neighbour[];
  searched: number;
}
/**
 * Numbers by their names. ``ranges`` are those of the columns that they should be like, in the training part.
 *
 * Without such columns, or where they may not be read, there are none. ``meaning`` says what the numbers are and in
 * which unit; it is empty where the data don't say.
 */
export interface NumbersTold {
  kind: "numbers";
  meaning: string;
  names: string[];
  ranges: Range[];
  values: number[];
}
/**
 * In which nearly all that was learned from lies, and its middle.
 */
export interface Range {
  high: number;
  low: number;
  middle: number;
}
/**
 * ``shape`` is that of the answer, ``left`` how many of its values are not shown. Shape: values (H, W).
 */
export interface ValuesTold {
  kind: "values";
  left: number;
  meaning: string;
  shape: number[];
  values: Shaded;
}
/**
 * Everything that a network takes, in the order of its drawing; ``why`` it can't be asked, where it can't.
 *
 * Where it ``draws``, chance takes part: with another seed it answers something else. ``answers`` says for each of
 * them which fields it rests on: it is there once these are given. The network squeezes these into a ``code`` of so
 * many numbers, where it is not 0. ``offers`` are samplers that would fit its drawing.
 */
export interface Asks {
  answers: {
    [k: string]: string[];
  };
  code: number;
  draws: boolean;
  fields: (
    | BoardAsked
    | ClassAsked
    | PictureAsked
    | MaskAsked
    | TextAsked
    | TokensAsked
    | AudioAsked
    | NodesAsked
    | GraphAsked
    | BoxesAsked
    | BitsAsked
    | SeriesAsked
    | NumbersAsked
    | ValuesAsked
  )[];
  offers: Fix[];
  why: string;
}
/**
 * A position of a game called ``title``; ``cells`` says which move a tap on each cell makes, by rows.
 */
export interface BoardAsked {
  cells: number[];
  columns: number;
  help: string;
  kind: "board";
  name: string;
  rows: number;
  shape: number[];
  title: string;
}
/**
 * One of ``classes``.
 */
export interface ClassAsked {
  classes: string[];
  help: string;
  kind: "class";
  name: string;
  shape: number[];
}
/**
 * A picture of the shape (C, H, W). Of a photo large values are light; of others they are ink where ``is_ink``.
 *
 * ``low`` and ``high`` are the values of what is drawn: the darkest and the lightest, or paper and ink.
 */
export interface PictureAsked {
  help: string;
  high: number;
  is_ink: boolean;
  kind: "picture";
  low: number;
  name: string;
  shape: number[];
}
/**
 * For each pixel one of ``classes``; ``over`` is the field with the picture that it belongs to, if there is one.
 */
export interface MaskAsked {
  classes: string[];
  help: string;
  kind: "mask";
  name: string;
  over: string | null;
  shape: number[];
}
/**
 * Letters of ``alphabet``: at most ``most`` of them, or exactly so many where ``is_filled_up`` does not hold.
 *
 * Where ``is_begun`` they are how a text begins, which the network goes on with.
 */
export interface TextAsked {
  alphabet: string[];
  help: string;
  is_begun: boolean;
  is_filled_up: boolean;
  kind: "text";
  most: number;
  name: string;
  shape: number[];
}
/**
 * Words of ``alphabet``, with blanks between them; the rest is as of a text.
 *
 * Where ``has_blanks`` words hold blanks themselves and are given as a list.
 */
export interface TokensAsked {
  alphabet: string[];
  has_blanks: boolean;
  help: string;
  is_begun: boolean;
  is_filled_up: boolean;
  kind: "tokens";
  most: number;
  name: string;
  shape: number[];
}
/**
 * A sound of ``rate`` values a second; it lies between ``-loudest`` and ``loudest``.
 */
export interface AudioAsked {
  help: string;
  kind: "audio";
  loudest: number;
  name: string;
  rate: number;
  shape: number[];
}
/**
 * A row of values for each node of the graph in the field ``of``; where ``levels`` are two, they are all there are.
 *
 * ``columns`` names the values of a row, where they have names.
 */
export interface NodesAsked {
  columns: string[];
  help: string;
  kind: "nodes";
  levels: number[];
  name: string;
  of: string;
  shape: number[];
}
/**
 * A graph of so many ``nodes``; ``of`` is the field with what is known of each node, if one is asked for too.
 */
export interface GraphAsked {
  help: string;
  kind: "graph";
  name: string;
  nodes: number;
  of: string | null;
  shape: number[];
}
/**
 * At most ``most`` boxes; ``over`` is the field with the picture.
 */
export interface BoxesAsked {
  help: string;
  kind: "boxes";
  most: number;
  name: string;
  over: string;
  shape: number[];
}
/**
 * Cells in ``rows`` of ``columns`` each, with the values ``off`` and ``on``; ``names`` are those of cells.
 */
export interface BitsAsked {
  columns: number;
  help: string;
  kind: "bits";
  name: string;
  names: string[];
  off: number;
  on: number;
  rows: number;
  shape: number[];
}
/**
 * So many ``channels`` over so many ``steps`` of time, which are counted by ``time_axis`` of the shape.
 *
 * Nearly everything that was learned from lies between ``low`` and ``high``.
 */
export interface SeriesAsked {
  channels: string[];
  help: string;
  high: number;
  kind: "series";
  low: number;
  name: string;
  shape: number[];
  steps: number;
  time_axis: number;
}
/**
 * Several numbers; ``plot`` shows what was learned from where they are two, and ``is_whole`` allows no parts.
 */
export interface NumbersAsked {
  help: string;
  is_whole: boolean;
  kind: "numbers";
  name: string;
  numbers: AskedNumber[];
  plot: Plot | null;
  shape: number[];
}
/**
 * One number that a network takes: its name, and the range in which nearly all of what it learned from lies.
 */
export interface AskedNumber {
  high: number;
  low: number;
  middle: number;
  name: string;
}
/**
 * Points that the network learned from, each with the place of its class; none are told where there are none.
 */
export interface Plot {
  classes: string[];
  labels: number[];
  points: [number, number][];
}
/**
 * Any values; ``low`` and ``high`` are what nearly all lie between.
 */
export interface ValuesAsked {
  help: string;
  high: number;
  kind: "values";
  low: number;
  name: string;
  shape: number[];
}
/**
 * One click: a label for the button, and the edits that it makes.
 */
export interface Fix {
  edits: (AddNode | RemoveNode | Connect | Disconnect | SetParam | UnsetParam | SetTraining)[];
  label: string;
}
export interface AddNode {
  id: string;
  op: "add_node";
  params: {
    [k: string]: boolean | number | string | number[] | null;
  };
  /**
   * @minItems 2
   * @maxItems 2
   */
  position: [number, number];
  type: string;
}
export interface RemoveNode {
  id: string;
  op: "remove_node";
}
/**
 * Fill the input ``target`` (``node.port``) from the output ``source``, replacing any wire there.
 */
export interface Connect {
  op: "connect";
  source: string;
  target: string;
}
export interface Disconnect {
  op: "disconnect";
  target: string;
}
export interface SetParam {
  id: string;
  name: string;
  op: "set_param";
  value: boolean | number | string | number[] | null;
}
/**
 * Go back to the default, or to the inferred size.
 */
export interface UnsetParam {
  id: string;
  name: string;
  op: "unset_param";
}
/**
 * Set how the drawing is trained, which belongs to no node.
 */
export interface SetTraining {
  name: "epochs" | "batch_size";
  op: "set_training";
  value: number;
}
/**
 * The baselines of a run: those that are known, the names of those that are being computed, and those of which
 * nothing came; ``offered`` are all methods that make sense for its drawing.
 */
export interface Baselines {
  lines: Baseline[];
  missing: NoBaseline[];
  offered: OfferedMethod[];
  pending: string[];
}
/**
 * One line on the chart of ``measure``: of a classical ``method``, of another curve that is ``drawn``, or a figure.
 *
 * ``value`` is that on the validation part, and ``test`` that on the test part once the run has looked at it; a drawn
 * one has neither. A method was fitted on so many ``rows`` ``of`` the training part. ``how`` says in words what it is.
 */
export interface Baseline {
  drawn: string;
  how: string;
  measure: string;
  method: string;
  name: string;
  of: number;
  rows: number;
  test: number | null;
  value: number | null;
}
/**
 * A method that has no line here, and why.
 */
export interface NoBaseline {
  name: string;
  why: string;
}
/**
 * A method that makes sense for a drawing.
 */
export interface OfferedMethod {
  method: string;
  title: string;
}
/**
 * All that decides what becomes of the files, beside the files.
 *
 * ``form`` is ``steps`` where rows follow each other in time, or where one running text is learned. ``shares`` are
 * those of validation and test. Units: ``side`` pixels of a picture, which become square; ``rate`` values of sound a
 * second, ``seconds`` of it; ``longest`` tokens of a text.
 */
export interface Choices {
  columns: {
    [k: string]: ColumnChoice;
  };
  form: ("samples" | "steps") | null;
  is_grey: boolean | null;
  longest: number;
  name: string;
  rate: number;
  relabelled: {
    /**
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^[0-9a-f]{16}$".
     */
    [k: string]: string;
  };
  removed: string[];
  seconds: number;
  /**
   * @minItems 2
   * @maxItems 2
   */
  shares: [number, number];
  side: number;
  tokens: ("letters" | "words") | null;
}
/**
 * What somebody chose, or let stand, of a column; what they chose is never guessed again.
 */
export interface ColumnChoice {
  is_chosen: boolean;
  kind:
    | "number"
    | "class"
    | "class set"
    | "image"
    | "mask"
    | "text"
    | "tokens"
    | "audio"
    | "series"
    | "graph"
    | "boxes"
    | "set";
  role: "input" | "answer" | "group" | "order" | "part" | "unused";
}
/**
 * The codes of held-out samples, none where these may not be seen, and between which values codes lie, one by one.
 *
 * Shape: points (N, values of a code); labels (N), by the places of their classes.
 */
export interface Codes {
  classes: string[];
  labels: number[];
  points: Lines;
  ranges: [number, number][];
}
/**
 * What one version has that the one before it had not.
 */
export interface Difference {
  added: number;
  relabelled: number;
  removed: number;
}
/**
 * A whole drawing. ``main`` names the block that is trained.
 */
export interface Document {
  blocks: {
    [k: string]: Block;
  };
  main: string;
  training: Training;
  version: 1;
}
/**
 * A graph: nodes by id, and edges from ``target.port`` to ``source.port``.
 *
 * Drawn once, used many times: its ports are its Input and Output nodes, by their ids; ``params`` are its
 * own parameters with their defaults, which the parameters of its nodes may name: ``"=2 * width"``.
 */
export interface Block {
  edges: {
    [k: string]: string;
  };
  nodes: {
    [k: string]: Node;
  };
  params: {
    [k: string]: boolean | number | string | number[] | null;
  };
}
/**
 * One box of the drawing: a data source, a layer, a loss, a metric or an objective.
 *
 * What is ``frozen`` does not learn: its "weights" stay or, "whole", it computes as when it answers too: running
 * statistics stay and nothing is dropped. ``rate`` is what the learning rate of its weights is multiplied by. In a
 * block both hold for all uses of it.
 */
export interface Node {
  frozen?: "" | "weights" | "whole";
  note: string;
  params: {
    [k: string]: boolean | number | string | number[] | null;
  };
  /**
   * @minItems 2
   * @maxItems 2
   */
  position: [number, number];
  rate?: number;
  type: string;
}
/**
 * How long and on how much at a time the drawing is trained.
 *
 * With a ``monitor``, the name of a loss or metric, the weights of the epoch that it was best after are kept;
 * with ``patience`` training ends when it has not become better by more than ``min_delta`` for so many epochs.
 * ``changes`` are in the order of their steps. ``threads`` compute each operation, and ``kernels`` multiply large
 * matrices; they decide how sums are rounded. Left out they are 1 and the usual ones, unless a worker finds others to
 * be faster and writes them down; so it is with ``compiled``, which has `torch.compile` make code for each Objective.
 * ``precision`` says what losses and metrics multiply in; weights are float32 anyway.
 *
 * With ``stages`` the training is one after the other, and ``epochs`` is what they come to. It ``begins_from`` fresh
 * weights, or from others, the last of which count.
 *
 * Units: ``epochs`` passes over the training data, ``batch_size`` samples per step. Where sources are the only
 * data, an epoch is so many fresh ``draws``. What samplers make is measured on the first ``decoded`` samples of each
 * part.
 */
export interface Training {
  batch_size: number;
  begins_from?: Beginning[];
  changes: Change[];
  compiled: boolean | null;
  decoded?: number;
  draws: number;
  epochs: number;
  kernels: ("usual" | "onednn") | null;
  min_delta: number;
  monitor: string;
  patience: number;
  precision: "float32" | "bfloat16";
  seed: number;
  stages?: Stage[];
  threads: number | null;
}
/**
 * Weights that a training begins from, by the digest of their file; what fits by name and shape is taken.
 *
 * ``nodes`` says which nodes of the main block take theirs, and from which node there; none: all, by their own names.
 * ``title`` says in words where they come from.
 */
export interface Beginning {
  nodes: {
    [k: string]: string;
  };
  title: string;
  weights: string;
}
/**
 * What is set anew while the drawing is trained, once ``step`` steps are done; 0 where a run was taken back so far.
 *
 * ``goals`` maps an Objective's id to what it is set to, by the names of its parameters. What is left out stays.
 */
export interface Change {
  batch_size: number | null;
  epochs: number | null;
  goals: {
    [k: string]: {
      [k: string]: boolean | number | string | number[] | null;
    };
  };
  step: number;
  threads: number | null;
}
/**
 * A part of a training: some ``objectives`` (all, where none is named) over so many epochs.
 *
 * ``frozen`` names nodes of the main block that stay as they are meanwhile, beside those that the drawing freezes.
 * ``goals`` maps an Objective's id to what it is set to in this stage, as in a `Change`; ``batch_size``, ``monitor``,
 * ``patience`` and ``min_delta`` are those of the training where they are left out. ``times`` lets a Repeat use only
 * its first copies: with more in a later stage, the network grows.
 */
export interface Stage {
  batch_size: number | null;
  epochs: number;
  frozen: string[];
  goals: {
    [k: string]: {
      [k: string]: boolean | number | string | number[] | null;
    };
  };
  min_delta: number | null;
  monitor: string | null;
  name: string;
  objectives: string[];
  patience: number | null;
  times: {
    [k: string]: number;
  };
}
/**
 * What a field of each kind is given, by its key.
 */
export interface Given {
  audio: number[];
  bits: number[];
  board: number[];
  boxes: Boxes | number[];
  class: string | number | number[];
  graph: Graph | number[];
  mask: number[];
  nodes: number[];
  numbers: number[];
  picture: Drawn | Photo | Pixels | number[];
  series: number[];
  text: string | number[];
  tokens: string | string[] | number[];
  values: number[];
}
/**
 * Boxes, each by the x and y of its centre, its width and its height, as shares of the picture.
 */
export interface Boxes {
  boxes: [number, number, number, number][];
}
/**
 * Which nodes are joined, each pair once, by their places from 0.
 */
export interface Graph {
  edges: [number, number][];
}
/**
 * What a pen drew: grey values, one byte each, row by row; 0 is paper, 255 is ink.
 */
export interface Drawn {
  drawing: string;
  height: number;
  width: number;
}
/**
 * Any picture: red, green and blue of each pixel, or its grey value, one byte each; 0 is dark, 255 is light.
 *
 * ``ink`` says for pictures of ink whether it is dark or light; left out, what covers less is ink.
 */
export interface Photo {
  colours: 1 | 3;
  height: number;
  ink: ("dark" | "light") | null;
  picture: string;
  width: number;
}
/**
 * A picture as the network sees it: colour after colour, row by row, one byte each from ``low`` to ``high``.
 */
export interface Pixels {
  high: number;
  low: number;
  pixels: string;
}
/**
 * A held-out sample: each field as if it had been given, and what would be right, as far as that is known.
 *
 * It is the one in this ``place``, from 0, ``of`` so many.
 */
export interface HeldOut {
  fields: {
    [k: string]: unknown;
  };
  of: number;
  place: number;
  right: {
    [k: string]:
      | PlayTold
      | EpisodeTold
      | FilmTold
      | TextTold
      | LabelsTold
      | BoxesTold
      | ProbabilitiesTold
      | GraphTold
      | MaskTold
      | PlacesTold
      | HeatTold
      | SoundTold
      | PictureTold
      | PointsTold
      | FlowTold
      | SeriesTold
      | DensityTold
      | NeighboursTold
      | NumbersTold
      | ValuesTold;
  };
}
/**
 * One entry of the palette.
 *
 * ``summary`` is one sentence of ours; ``docs``, told on their own, are the whole text, ``in_torchs_words`` or ours.
 * A metric's ``unit`` is how its figure is shown: ``share`` as percent, ``number`` as it is, any other word behind it;
 * where it has none, its values say whether they are shares.
 */
export interface NodeType {
  category: string;
  in_torchs_words: boolean;
  inputs: Port[];
  outputs: Port[];
  params: Param[];
  role: "data" | "source" | "input" | "layer" | "sampler" | "loss" | "metric" | "objective" | "output";
  summary: string;
  type: string;
  unit?: string;
}
/**
 * An input or output. A wire fits when its source's ``kind`` is in the target's ``accepts``; usual ones first.
 */
export interface Port {
  accepts: ("tensor" | "image" | "label" | "loss" | "metric")[];
  help: string;
  kind: "tensor" | "image" | "label" | "loss" | "metric";
  name: string;
  optional: boolean;
}
/**
 * A field of a node's form. ``size`` is one whole number or one per axis, or one of ``choices``.
 *
 * An ``inferred`` parameter follows from the input: it is shown and never asked for. A ``size`` has
 * ``length`` numbers where that is known, and is never one alone if ``per_axis``. A text matches ``pattern``, if any.
 * ``nodes`` are the names of nodes that learn, with commas between; none means all of them.
 * What ``follows`` is worked out from the rest of the drawing where it is left out. It matters, and is shown, only
 * while all of ``only_if`` holds. What ``is_steered`` may be set anew while it trains, and by a stage.
 */
export interface Param {
  choices: string[];
  default: boolean | number | string | number[] | null;
  follows: boolean;
  help: string;
  inferred: boolean;
  is_steered?: boolean;
  kind: "int" | "float" | "bool" | "choice" | "size" | "text" | "nodes";
  length: number | null;
  maximum: number | null;
  minimum: number | null;
  name: string;
  only_if: OnlyIf[];
  pattern: string;
  per_axis: boolean;
  required: boolean;
}
/**
 * While another ``field`` of the same node is one of ``among``, or none of ``unless``.
 *
 * A size of one number per axis is what all of them are.
 */
export interface OnlyIf {
  among: (boolean | number | string | number[] | null)[];
  field: string;
  unless: (boolean | number | string | number[] | null)[];
}
/**
 * A probe that has something to show of a drawing: ``nodes`` by block, or None where it shows the whole network.
 */
export interface Offer {
  key: string;
  nodes: {
    [k: string]: string[];
  } | null;
  summary: string;
  title: string;
}
/**
 * What each probe shows, by its key.
 */
export interface Pictures {
  activation: Activation;
  attention: Attention;
  boundary: Boundary;
  boxes: BoxesSeen;
  "by-hand": ByHand;
  confusion: Confusion;
  curve: FittedCurve;
  "dead-units": DeadUnits;
  density: Density;
  embedding: Embedding;
  energy: Energy;
  episode: EpisodeSeen;
  favourites: Favourites;
  game: GameSeen;
  generated: Generated;
  "gradient-flow": GradientFlow;
  gradients: Gradients;
  graph: GraphSeen;
  graphs: GraphsSeen;
  hearing: Hearing;
  labels: Labels;
  latent: LatentMap;
  painted: Painted;
  parity: Parity;
  plane: Plane;
  reach: Reach;
  reconstruction: Reconstruction;
  saliency: Saliency;
  "value-map": ValueMap;
  "vector-field": VectorField;
  weights: Weights;
  worst: Worst;
}
/**
 * One node's output for the sample with this number.
 *
 * Shape: (C, H, W) for feature maps, (C,) for vectors; ``channels`` counts them all, also those cut off. ``words`` say
 * what it is where it is a label of the data, or a text: the names of its classes.
 */
export interface Activation {
  channels: number;
  sample: number;
  values: Shades;
  words: string;
}
/**
 * Values in one byte each: ``value = low + data / 255 * (high - low)``, in row-major order.
 */
export interface Shades {
  data: Uint8Array;
  high: number;
  low: number;
  shape: number[];
}
/**
 * How much each query (row) takes from each key (column), from 0 to 1: one map a head, layer by layer.
 *
 * Shape: maps (layers * heads, queries, keys). ``queries`` and ``keys`` are the letters, words or numbers of the
 * sample, where they are known.
 */
export interface Attention {
  heads: number;
  keys: string[];
  layers: number;
  maps: Shades;
  queries: string[];
}
/**
 * ``winner`` and ``certainty`` cover the box (left, right, bottom, top) in rows from the top, one byte a place.
 *
 * Shape: points (M, 2) of validation samples, labels one byte each. Units: ``certainty`` 255 is a probability of 1.
 */
export interface Boundary {
  /**
   * @minItems 4
   * @maxItems 4
   */
  box: [number, number, number, number];
  certainty: Uint8Array;
  classes: string[];
  labels: Uint8Array;
  points: Floats;
  side: number;
  winner: Uint8Array;
}
/**
 * Values as little-endian float32, in row-major order.
 */
export interface Floats {
  data: Uint8Array;
  shape: number[];
}
/**
 * Boxes with a score below ``least`` are left out; None where there are no scores.
 */
export interface BoxesSeen {
  classes: string[];
  least: number | null;
  samples: Boxed[];
}
/**
 * A validation sample: its picture, the boxes that were found, the surest first, and those that are there.
 */
export interface Boxed {
  given: Shown;
  number: number;
  right: FoundBox[];
  said: FoundBox[];
}
/**
 * ``picture`` has the shape (C, H, W), (H, W) or, for a row of values, (V,); ``words`` may be empty.
 *
 * Where it ``is_series``, the picture has the shape (C, T): the values of each channel, step by step.
 */
export interface Shown {
  is_series: boolean;
  name: string;
  picture: Shades | null;
  words: string;
}
/**
 * One box in shares of the picture, from 0 to 1; ``label`` is empty and ``score`` None where nothing says them.
 */
export interface FoundBox {
  bottom: number;
  label: string;
  left: number;
  right: number;
  score: number | null;
  top: number;
}
/**
 * The step after ``step``, on its first sample of ``rows``. Signals are in computing order.
 */
export interface ByHand {
  loss: number;
  loss_node: string;
  rows: number;
  signals: HandSignal[];
  step: number;
  weights: HandWeights[];
}
/**
 * What comes out of a port (``node.port``), and the slope of the loss along each value, where there is one.
 */
export interface HandSignal {
  slopes: number[] | null;
  source: string;
  values: number[];
}
/**
 * A learned tensor, the slope of the loss along each of its values, and what the step adds to them.
 *
 * Shape: ``values``, ``slopes`` and ``updates`` are rows of ``shape``, one after the other. ``updates`` is None where
 * the next step is made of more than this sample, or the optimizer can't say.
 */
export interface HandWeights {
  name: string;
  node: string;
  shape: number[];
  slopes: number[];
  updates: number[] | null;
  values: number[];
}
/**
 * ``counts[true][predicted]`` over the validation samples that were looked at.
 */
export interface Confusion {
  classes: string[];
  counts: number[][];
}
/**
 * The network's curve and validation samples. Shape: curve (P, 2), points (M, 2), each x and y.
 */
export interface FittedCurve {
  curve: Floats;
  points: Floats;
  x: string;
  y: string;
}
/**
 * ``active`` says of each unit, in one byte, for which share of what was seen it was above 0: 255 is always.
 *
 * A unit is dead when it gave one and the same value all the time.
 */
export interface DeadUnits {
  active: Uint8Array;
  dead: number;
  samples: number;
  units: number;
}
/**
 * Logarithms of the density in a box, in rows from the top, in nats; ``mean`` is that of the validation points.
 *
 * ``grid`` are the lines of an even grid of the latent plane, from -2.5 to 2.5 both ways, as they lie among the data.
 * Shape: density (side, side), points (N, 2), grid (lines, turns, 2).
 */
export interface Density {
  /**
   * @minItems 4
   * @maxItems 4
   */
  box: [number, number, number, number];
  density: Shades;
  grid: Floats;
  mean: number;
  points: Floats;
}
/**
 * Samples in the plane. ``kept`` is the share of their spread that the plane shows, 1 where there is no more to it.
 *
 * Shape: points (N, 2); labels one byte each, empty where the data have no labels.
 */
export interface Embedding {
  classes: string[];
  features: number;
  kept: number;
  labels: Uint8Array;
  points: Floats;
}
/**
 * Energies of validation samples at each turn of the recall, and where they end, the most frequent first.
 *
 * Shape: falls (samples, turns). ``ends`` counts all different ends.
 */
export interface Energy {
  ends: number;
  falls: Floats;
  memories: Memory[];
}
/**
 * A state that samples settle at: how many do, its energy, and what it looks like.
 */
export interface Memory {
  energy: number;
  picture: Shades;
  samples: number;
}
/**
 * ``states`` are what it saw at each step and what came last; ``taken`` the actions between them, one byte each.
 *
 * It ``earned`` so much; it ``ended``, or went on when enough was seen.
 *
 * Shape: states (steps + 1, numbers), taken (steps,).
 */
export interface EpisodeSeen {
  actions: string[];
  earned: number;
  ended: boolean;
  states: Floats;
  taken: Uint8Array;
  world: string;
}
/**
 * The first units of ``channels``, of ``looked_at`` validation samples the favourites of each.
 *
 * Of texts ``times`` says how many letters or words they have, where each has its own values; else it is 0.
 */
export interface Favourites {
  channels: number;
  looked_at: number;
  numbers: number[];
  samples: Shown[];
  times: number;
  units: Unit[];
}
/**
 * The samples that a unit gave most for, the most first, by their places in the picture, and what it gave.
 *
 * ``spots`` say from where in its map the value comes, as parts of height and width: of a text from which letter or
 * word, as a part of its length. None without a map.
 */
export interface Unit {
  places: number[];
  spots: [number, number][] | null;
  values: number[];
}
/**
 * A game position by position, the last one among them, and who won it.
 */
export interface GameSeen {
  columns: number;
  positions: Position[];
  rows: number;
  title: string;
  won: "" | "first" | "second";
}
/**
 * A position: whose stone lies on each cell, by rows, 0 nobody's, 1 that of who began, 2 that of the other.
 *
 * The network weighs ``moves`` and makes the one on the cell ``made``, None once the game is over. For who moves the
 * position is worth ``worth`` by what it says, None where it says nothing, and ``best`` by perfect play: -1, 0 or 1.
 */
export interface Position {
  best: number;
  made: number | null;
  moves: Weighed[];
  stones: number[];
  worth: number | null;
}
/**
 * A legal move by the ``cell`` where its stone comes to lie, and how likely the network makes it.
 *
 * It ``is_best`` where by perfect play no other move comes to more.
 */
export interface Weighed {
  cell: number;
  is_best: boolean;
  share: number;
}
/**
 * What each sampler of the drawing makes, and what the network makes of chance alone.
 */
export interface Generated {
  made: MadeBy[];
}
/**
 * What one sampler makes: points in the plane beside real ones, or samples one by one, and how they were made.
 *
 * Shape: points (N, 2), real (M, 2), of a film's points (N, 2) at each step.
 */
export interface MadeBy {
  films: Film[];
  how: string;
  name: string;
  points: Floats | null;
  real: Floats | null;
  samples: Shown[];
  sounds: Sound[];
}
/**
 * How one sample was made: what there was at some of the steps, the first and the last among them.
 */
export interface Film {
  points: Floats[];
  shown: Shown[];
  steps: number[];
}
/**
 * A sound that was made, to be heard and seen. Units: ``rate`` in values a second, spectrogram in dB.
 *
 * Shape: wave (L,), spectrogram (frequencies, moments), the lowest frequency last.
 */
export interface Sound {
  rate: number;
  spectrogram: Shades;
  wave: Floats;
}
/**
 * The layers in the order in which data pass them.
 */
export interface GradientFlow {
  layers: LayerPull[];
}
/**
 * The root mean square of the gradient of one layer's weights; ``fresh`` that before the first step.
 *
 * None where it is not a number that can be told, or fresh weights would be too many.
 */
export interface LayerPull {
  fresh: number | null;
  name: string;
  now: number | null;
}
/**
 * All of a node's learned tensors together, and each of them; ``vanished`` says that nothing pulls at any.
 */
export interface Gradients {
  gradient: number;
  parameters: Pull[];
  ratio: number | null;
  vanished: boolean;
}
/**
 * What the loss does to one learned tensor. Sizes are root mean squares.
 *
 * ``ratio`` is the size of the next update over that of the weights: about 0.001 is healthy. None where the
 * optimizer can't say.
 */
export interface Pull {
  gradient: number;
  histogram: Histogram;
  name: string;
  ratio: number | null;
  weight: number;
}
/**
 * How many values lie in each of equally wide bins from ``low`` to ``high``.
 */
export interface Histogram {
  counts: number[];
  high: number;
  low: number;
}
/**
 * One validation graph. ``said`` and ``right`` are classes, one byte each: 255 where it is not known.
 *
 * ``certainty`` 255 is a probability of 1. Shape: places (nodes, 2) between -1 and 1, edges (pairs, 2).
 */
export interface GraphSeen {
  certainty: Uint8Array;
  classes: string[];
  edges: [number, number][];
  places: Floats;
  right: Uint8Array;
  said: Uint8Array;
}
/**
 * Graphs, of whose ``target`` the network speaks; ``kinds`` names what nodes may be, where they have names.
 */
export interface GraphsSeen {
  graphs: GraphOf[];
  kinds: string[];
  meaning: string;
  target: string;
}
/**
 * A validation graph; ``kinds`` says of each node what it is, by its place among those of all graphs.
 *
 * Shape: places (nodes, 2) between -1 and 1.
 */
export interface GraphOf {
  edges: [number, number][];
  is_right: boolean | null;
  kinds: number[];
  number: number;
  places: Floats;
  right: string;
  says: string;
}
/**
 * What is heard; ``classes`` names the rows of the moments, whose ``blank`` one means nothing.
 */
export interface Hearing {
  blank: number | null;
  classes: string[];
  highest_hz: number;
  samples: Heard[];
}
/**
 * A validation sample. ``moments`` are the probabilities of each class over time, where there are some.
 *
 * Units: spectrogram in dB below its loudest part, ``seconds``.
 *
 * Shape: spectrogram (frequencies, moments), the lowest last; moments (classes, times).
 */
export interface Heard {
  moments: Shades | null;
  number: number;
  right: string;
  says: string;
  seconds: number;
  spectrogram: Shades;
}
/**
 * Of each label how often it was said, how often it holds, and how often both, over ``looked_at`` samples.
 *
 * ``whole`` samples have all their labels right.
 */
export interface Labels {
  hits: number[];
  looked_at: number;
  names: string[];
  right: number[];
  said: number[];
  whole: number;
}
/**
 * What comes out for codes in a box (left, right, bottom, top), in rows from the top; and codes of the validation.
 *
 * Shape: decoded (side * side, height, width), points (M, 2). Labels are one byte each.
 */
export interface LatentMap {
  /**
   * @minItems 4
   * @maxItems 4
   */
  box: [number, number, number, number];
  classes: string[];
  code: string;
  decoded: Shades;
  labels: Uint8Array;
  points: Floats;
  side: number;
}
/**
 * The first validation samples.
 */
export interface Painted {
  samples: PaintedOne[];
}
/**
 * What went in of one sample, and the picture that came out.
 */
export interface PaintedOne {
  given: Shown[];
  painted: Shown;
}
/**
 * ``points`` are what is right and what the network foretells; it is off by ``error``, the mean of the distance.
 *
 * Shape: points (N, 2).
 */
export interface Parity {
  error: number;
  meaning: string;
  points: Floats;
  target: string;
}
/**
 * What each unit gives everywhere in the box, in rows from the top, all on one scale with 0 in its middle.
 *
 * ``weights`` says how much each unit takes from each one on the wire ``feeds`` (node.port), where there are weights
 * between them. At most 32 are shown of the ``units`` and of the ``inputs``.
 *
 * Shape: maps (shown, side, side), weights (shown, inputs shown), points (N, 2) of the validation. Labels are one byte
 * each.
 */
export interface Plane {
  /**
   * @minItems 4
   * @maxItems 4
   */
  box: [number, number, number, number];
  classes: string[];
  feeds: string;
  inputs: number;
  labels: Uint8Array;
  maps: Shades;
  points: Floats;
  units: number;
  weights: Shades | null;
}
/**
 * The size of the gradient of the last output by each step that was read, as a power of ten.
 *
 * It is that of the largest one which is 0, and ``FLOOR`` at least. ``first`` is that of the first step.
 * Shape: powers (T,).
 */
export interface Reach {
  first: number;
  powers: Floats;
}
/**
 * Validation samples, one a column. ``expected`` is there where it is not what went in; ``places`` names classes.
 *
 * Shape: each (samples, height, width).
 */
export interface Reconstruction {
  answered: Shades;
  classes: string[];
  expected: Shades | null;
  given: Shades;
}
/**
 * Some samples; ``baseline`` says in words where integrated gradients begin, ``maps`` the node of Grad-CAM.
 */
export interface Saliency {
  baseline: string;
  maps: string;
  samples: Explained[];
}
/**
 * A validation sample; ``answer`` is the class that the trained network chose, of which all is asked.
 */
export interface Explained {
  answer: string;
  given: Shown;
  letters: string[];
  number: number;
  right: string;
  trained: Reading;
  untrained: Reading | null;
}
/**
 * What one network sees in a sample: ``slope`` and ``cam`` from 0 up, ``share`` of both signs.
 *
 * ``chance`` is the probability of the class, ``explained`` which part of the score's change the shares add up to:
 * 1 where the steps are fine enough. Shape: that of the sample, without channels of a picture; (T,) for letters and
 * for numbers that have names.
 */
export interface Reading {
  cam: Shades | null;
  chance: number;
  explained: number | null;
  share: Shades;
  slope: Shades;
}
/**
 * The cells of a world, by rows from the top, and what its actions are called.
 */
export interface ValueMap {
  actions: string[];
  cells: ValueCell[];
  columns: number;
  rows: number;
}
/**
 * A free cell: what the network says that it is worth, what perfect play earns, how likely each action is.
 *
 * Of a wall nothing is known; of an end, what it is worth to come there.
 */
export interface ValueCell {
  best: number | null;
  policy: number[];
  value: number | null;
}
/**
 * Where the field pulls at each place of a box, in rows from the top, and the ways of some validation samples.
 *
 * ``time`` is how long the equation of ``node`` runs, ``steps`` in how many steps.
 * Shape: slopes (side * side, 2), ways (samples, turns, 2): the first turn is where a sample begins.
 */
export interface VectorField {
  /**
   * @minItems 4
   * @maxItems 4
   */
  box: [number, number, number, number];
  node: string;
  side: number;
  slopes: Floats;
  steps: number;
  time: number;
  ways: Floats;
}
/**
 * The learned tensors of a node, those of the nodes inside of a block too; ``count`` counts also those left out.
 */
export interface Weights {
  count: number;
  parameters: Parameter[];
}
/**
 * One learned tensor. ``picture`` has the shape (filters, height, width) or (rows, columns), perhaps cut off.
 *
 * Filters that look at a colour picture are (filters, 3, height, width).
 */
export interface Parameter {
  deviation: number;
  histogram: Histogram;
  mean: number;
  name: string;
  picture: Shades | null;
  shape: number[];
}
/**
 * The worst samples of ``looked_at`` ones of the validation part, the worst first.
 */
export interface Worst {
  looked_at: number;
  samples: Sample[];
}
/**
 * A validation sample by its number, what went in, what came out and what it should have been.
 */
export interface Sample {
  answered: Shown;
  certainty: number | null;
  expected: Shown;
  given: Shown[];
  loss: number;
  number: number;
}
/**
 * Some samples of one part, and how many the three parts have.
 */
export interface Preview {
  counts: ClassCounts[];
  fields: FieldFacts[];
  part: "training" | "validation" | "test";
  /**
   * @minItems 3
   * @maxItems 3
   */
  samples: [number, number, number];
  shown: Points | Rows;
}
/**
 * How many there are of each class in training, validation and test.
 *
 * ``others`` belong to no class, or to none that is listed.
 */
export interface ClassCounts {
  classes: string[];
  counts: [number, number, number][];
  field: string;
  /**
   * @minItems 3
   * @maxItems 3
   */
  others: [number, number, number];
}
/**
 * What a field holds. Shape: of one sample.
 */
export interface FieldFacts {
  classes: number;
  dtype: string;
  help: string;
  name: string;
  shape: number[];
}
/**
 * Points, each with its class, and where it goes if it does; on one plane, distances are the same both ways.
 *
 * Shape: points, to (N, 2); labels N bytes, or none.
 */
export interface Points {
  classes: string[];
  is_plane: boolean;
  kind: "points";
  labels: Uint8Array;
  points: Floats;
  to: Floats | null;
  x: string;
  y: string;
}
/**
 * Samples one after the other, each with a value in every column.
 */
export interface Rows {
  columns: (Pictured | Regions | Waves | Words)[];
  kind: "pictures" | "text" | "waves" | "table";
}
/**
 * A picture for each sample, or a ``roll`` whose steps follow each other from left to right.
 *
 * Large values are ink, or light in a ``photo``.
 *
 * Shape: (N, C, H, W); C is 1, or 3 for red, green and blue.
 */
export interface Pictured {
  look: "picture" | "photo" | "roll";
  name: string;
  values: Shades;
}
/**
 * A class for each place of a sample, 255 for none. Shape: (N, H, W), one byte each.
 */
export interface Regions {
  classes: string[];
  data: Uint8Array;
  look: "regions";
  name: string;
  /**
   * @minItems 3
   * @maxItems 3
   */
  shape: [number, number, number];
}
/**
 * Values over time, all of them between ``low`` and ``high``. Shape: (N, L, lines).
 */
export interface Waves {
  high: number;
  look: "wave";
  low: number;
  name: string;
  values: Floats;
}
/**
 * Words for each sample: a running text, numbers, or the name of its class.
 */
export interface Words {
  look: "text" | "numbers" | "class";
  name: string;
  words: string[];
}
/**
 * Something wrong, said so that a learner can act on it.
 *
 * ``code`` is stable. ``block`` (None for the main one), ``node`` and ``port`` say where, if it has a place.
 * ``fix`` is the edit that
 * would mend it, where one is known. An ``error`` stands in the way of Train; a ``warning`` does not. The page of
 * rules, ``/rules/#<code>``, tells more of what ``is_explained``.
 */
export interface Problem {
  block: string | null;
  code: string;
  fix: Fix | null;
  hint: string;
  is_explained: boolean;
  message: string;
  node: string | null;
  port: string | null;
  severity: "error" | "warning";
}
/**
 * The whole drawing, checked. ``is_trainable`` is true when nothing stands in the way of Train.
 *
 * ``nodes`` are those of the main block; ``blocks`` holds those of every other block, as in its first use.
 */
export interface Report {
  activation_bytes: number;
  blocks: {
    [k: string]: {
      [k: string]: NodeReport;
    };
  };
  flops: number;
  frozen?: number;
  is_trainable: boolean;
  nodes: {
    [k: string]: NodeReport;
  };
  parameters: number;
  problems: Problem[];
}
/**
 * One node, checked: its signals by port, its learned values, and the sizes and settings that followed.
 *
 * ``frozen`` are the values that could be learned, too.
 * ``flops`` are the floating-point operations of one sample on its way forward, two for each multiply-add;
 * ``activation_bytes`` what training keeps of one sample for the way back. ``spec`` is there when ports and form
 * depend on the drawing, as those of a block or of a Chunk into three do; else the catalogue's holds. ``is_needed``
 * says that training, measuring or answering rests on it, in a block that its outputs do, once there are any.
 */
export interface NodeReport {
  activation_bytes: number;
  flops: number;
  frozen?: number;
  inferred: {
    [k: string]: number | string;
  };
  inputs: {
    [k: string]: Signal;
  };
  is_needed: boolean;
  outputs: {
    [k: string]: Signal;
  };
  parameters: number;
  spec: NodeType | null;
}
/**
 * What flows on a wire. ``dims`` is the shape, with ``"N"`` for the batch and ``"T"`` for the steps of a sequence.
 *
 * ``label`` shows it; ``length`` is what ``T`` is in this drawing, where it occurs.
 */
export interface Signal {
  dims: (number | string)[];
  dtype: string;
  label: string;
  length: number | null;
}
export interface Queued {
  at: number;
  attempt: number;
  reason: string;
  seq: number;
  type: "queued";
}
/**
 * A worker took the run up at ``step``; what an earlier attempt drew after that step is replaced.
 *
 * ``epochs`` is 0 in logs from before runs could be extended: then the steps give it. ``precision`` is that of
 * losses and metrics.
 */
export interface Started {
  at: number;
  attempt: number;
  device: string;
  epochs: number;
  precision: "float32" | "bfloat16";
  reason: string;
  seq: number;
  step: number;
  steps_per_epoch: number;
  total_steps: number;
  type: "started";
}
/**
 * All steps since the last flush. ``losses`` maps a curve's name to its float32 column.
 *
 * By the same names ``rates`` has the learning rate in effect, where it changes by itself, and ``lengths`` how long
 * the gradients were, where they are clipped to one.
 *
 * Units: ``rate`` in steps per second.
 */
export interface StepsEnded {
  at: number;
  attempt: number;
  count: number;
  epoch: number;
  first_step: number;
  lengths: {
    [k: string]: Uint8Array;
  };
  losses: {
    [k: string]: Uint8Array;
  };
  rate: number;
  rates: {
    [k: string]: Uint8Array;
  };
  seq: number;
  type: "steps_ended";
}
/**
 * The losses and metrics on the validation part, after ``step`` steps, and on as much of what is learned from.
 *
 * Logs from before there were three parts measured on the test part instead.
 */
export interface Evaluated {
  at: number;
  attempt: number;
  epoch: number;
  metrics: {
    [k: string]: number;
  };
  part: "validation" | "test";
  seq: number;
  step: number;
  training: {
    [k: string]: number;
  };
  type: "evaluated";
}
/**
 * The run begins from other weights: which of its own it takes from there, by name, and which not.
 *
 * ``fresh`` begin as they always do, ``misshapen`` are of other shapes, ``unused`` are there without being taken.
 * Of long lists the first names are told; ``counts`` says how many each holds.
 */
export interface WeightsTaken {
  at: number;
  attempt: number;
  counts: {
    [k: string]: number;
  };
  fresh: string[];
  misshapen: string[];
  number: number;
  seq: number;
  taken: string[];
  title: string;
  type: "weights_taken";
  unused: string[];
  words: string;
}
/**
 * Training goes on with its next stage, after ``step`` steps and ``epoch`` epochs; the first has the number 1.
 *
 * ``total_steps`` and ``epochs`` are those of the whole run, as far as it is known now.
 */
export interface StageBegan {
  at: number;
  attempt: number;
  epoch: number;
  epochs: number;
  name: string;
  number: number;
  seq: number;
  step: number;
  steps_per_epoch: number;
  total_steps: number;
  type: "stage_began";
}
/**
 * What is monitored was never better than after ``step`` steps; these weights are kept beside the last ones.
 */
export interface BestKept {
  at: number;
  attempt: number;
  epoch: number;
  monitor: string;
  seq: number;
  step: number;
  type: "best_kept";
  value: number;
}
/**
 * The losses and metrics on the test part, at the end of a run that is finished.
 *
 * The weights are those that are kept: of after ``of_step`` steps. ``look`` counts how often the run looked at it.
 */
export interface Tested {
  at: number;
  attempt: number;
  look: number;
  metrics: {
    [k: string]: number;
  };
  of_epoch: number;
  of_step: number;
  seq: number;
  step: number;
  type: "tested";
}
/**
 * Its owner changed how it trains, or extended it; in effect from the step after ``change.step``.
 *
 * ``number`` counts the changes of a run; one that a later attempt makes again has the same number.
 */
export interface SettingsChanged {
  at: number;
  attempt: number;
  change: Change;
  epochs: number;
  number: number;
  seq: number;
  steps_per_epoch: number;
  total_steps: number;
  type: "settings_changed";
  words: string;
}
export interface CheckpointSaved {
  at: number;
  attempt: number;
  digest: string;
  seq: number;
  step: number;
  type: "checkpoint_saved";
}
/**
 * By its owner, or, with a ``problem``, because it can't go on until somebody does something about that.
 */
export interface Paused {
  at: number;
  attempt: number;
  problem: Problem | null;
  reason: string;
  seq: number;
  type: "paused";
}
export interface Finished {
  at: number;
  attempt: number;
  reason: string;
  seq: number;
  type: "finished";
}
export interface Stopped {
  at: number;
  attempt: number;
  reason: string;
  seq: number;
  type: "stopped";
}
/**
 * ``good_step`` is where its last good state is, if one is kept.
 */
export interface Failed {
  at: number;
  attempt: number;
  good_step: number | null;
  problem: Problem;
  remedies: Remedy[];
  seq: number;
  type: "failed";
}
/**
 * What a run that failed may go on with, from its last good state: a label with the values spelled out.
 */
export interface Remedy {
  batch_size: number | null;
  goals: {
    [k: string]: {
      [k: string]: boolean | number | string | number[] | null;
    };
  };
  label: string;
}
/**
 * A run that failed goes on from its last good ``step``. What it drew after that stays, as curves of their own.
 */
export interface TakenBack {
  at: number;
  attempt: number;
  seq: number;
  step: number;
  type: "taken_back";
}
/**
 * Some of the ``total`` samples, as they lie in the folder, and what they look like, in the same order.
 */
export interface Sheet {
  samples: SampleTold[];
  shown: Rows;
  total: number;
}
/**
 * One sample: what it is known by (None: steps in time are no things of their own), its part, its class.
 */
export interface SampleTold {
  id: string | null;
  label: string | null;
  part: "training" | "validation" | "test";
}
/**
 * What there is in somebody's files.
 *
 * ``source`` says how they were read, such as "A table: 300 rows, columns between semicolons, decimal commas".
 * ``rows`` counts all of them, ``looked_at`` those that guesses rest on. ``notes`` say what was passed over and why.
 */
export interface Survey {
  columns: ColumnTold[];
  form: "samples" | "steps";
  format: string;
  looked_at: number;
  name: string;
  notes: string[];
  rows: number;
  source: string;
}
/**
 * What one column looks like: three examples, how often what is in it, and what it seems to be, and why.
 *
 * ``kinds`` are those that it can be turned into, the likeliest first; ``role`` is what it seems to be for.
 */
export interface ColumnTold {
  bars: Bar[];
  distinct: number;
  examples: string[];
  kinds: Possible[];
  missing: number;
  name: string;
  role: "input" | "answer" | "group" | "order" | "part" | "unused";
  why_role: string;
}
/**
 * One bar of a column's histogram: a class, or the numbers from ``low`` to ``high``.
 */
export interface Bar {
  count: number;
  label: string;
}
/**
 * A kind that a column could be of.
 */
export interface Possible {
  kind:
    | "number"
    | "class"
    | "class set"
    | "image"
    | "mask"
    | "text"
    | "tokens"
    | "audio"
    | "series"
    | "graph"
    | "boxes"
    | "set";
  why: string;
}
/**
 * Which settings are varied (``axes``), by which ``search``, in how many ``trials``, so many at the same time.
 *
 * With ``prune``, a trial that is worse than half of the others were at that step ends early.
 * A ``path`` is ``fc1.out_features``, ``training.batch_size``; docs/sweeps.md has the others. That of ``drawing``
 * takes the labels of the ``arms``. What is ``shown`` as an experiment has a chart of what it came to.
 */
export interface SweepPlan {
  arms: Variant[];
  axes: (SweepChoices | SweepRange)[];
  judge: Judge;
  parallel: number;
  prune: boolean;
  search: string;
  seed: number;
  shown: ResultChart | null;
  trials: number;
}
/**
 * A drawing with something changed: what a button of a lesson forks, or one arm of an experiment.
 *
 * ``label`` stands on the button, as an order ("Take the skips away"); ``expect`` says in a sentence or two what will
 * be seen, and why. ``edits`` are made in order in ``block`` (the main one, where none is named).
 */
export interface Variant {
  block: string;
  edits: (
    | AddNode
    | RemoveNode
    | Connect
    | Disconnect
    | SetParam
    | UnsetParam
    | SetTraining
    | Replace
    | Bypass
    | Retrain
    | BlockParam
  )[];
  expect: string;
  label: string;
}
/**
 * Another type under the same id: its place, its note and its wires stay.
 */
export interface Replace {
  id: string;
  op: "replace";
  params: {
    [k: string]: boolean | number | string | number[] | null;
  };
  type: string;
}
/**
 * Take a node away and lead what went into ``input`` to everything that it fed.
 */
export interface Bypass {
  id: string;
  input: string;
  op: "bypass";
}
/**
 * Settings of the training, by their names in the document.
 */
export interface Retrain {
  op: "retrain";
  settings: {
    [k: string]: boolean | number | string | number[] | Stage[] | null;
  };
}
/**
 * The default of a block's own parameter.
 */
export interface BlockParam {
  name: string;
  op: "block_param";
  value: boolean | number | string | number[] | null;
}
/**
 * The values that one setting takes in turn.
 */
export interface SweepChoices {
  choices: (boolean | number | string | number[] | null)[];
  path: string;
}
/**
 * A setting takes any number from ``low`` to ``high``, both included; a grid takes so many ``points`` of them.
 */
export interface SweepRange {
  high: number;
  low: number;
  path: string;
  points: number;
  scale: "linear" | "log";
  whole: boolean;
}
/**
 * The loss or metric on the validation part that trials are judged by: after the last epoch, or after its best one.
 *
 * Without a ``direction`` it is the measure's own: losses are better when they go down.
 */
export interface Judge {
  at: "best" | "end";
  direction: ("up" | "down") | null;
  name: string;
}
/**
 * How the result of an experiment is shown: what it comes to ``against`` an axis, one line for each arm.
 *
 * ``against`` is the path of an axis, or ``parameters``: how many each trial's network has. Left out it is the first
 * axis that is no seed. ``expect`` says what will be seen. With ``is_power_law`` both axes are logarithmic, and each
 * line has the exponent that fits it. ``gradients`` has the page offer those of each layer, too.
 */
export interface ResultChart {
  against: string;
  expect: string;
  gradients: boolean;
  is_power_law: boolean;
  title: string;
}
/**
 * Samples of one part that another part holds too, exactly or nearly.
 */
export interface Twins {
  count: number;
  examples: [string, string][];
  in_part: "training" | "validation";
  is_exact: boolean;
  of: number;
  of_part: "validation" | "test";
}
/**
 * What is read from a code with each of several weights.
 */
export interface Unfolded {
  answers: AnsweredBy[];
}
/**
 * What of some weights a drawing takes. ``fits`` is false where it takes none: such a run does not begin.
 */
export interface WeightsFit {
  counts: {
    [k: string]: number;
  };
  fits: boolean;
  nodes: NodeFit[];
  there: Place[];
  unused: string[];
  words: string;
}
/**
 * What a node of the main block, or all that is inside of it, takes: names as in its state dict.
 *
 * ``alike`` are the places there whose weights have all of its names and shapes.
 */
export interface NodeFit {
  alike: string[];
  fresh: string[];
  misshapen: Misshapen[];
  node: string;
  taken: string[];
}
/**
 * A weight of another shape: ``here`` in the drawing, ``there`` where it would come from.
 */
export interface Misshapen {
  here: number[];
  name: string;
  there: number[];
}
/**
 * What a node may take its weights from: the first part of names there, and how many weights it has.
 */
export interface Place {
  name: string;
  weights: number;
}
