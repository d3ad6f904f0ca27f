"""The systems that the introductory texts name, chapter by chapter; each wants a starter that reaches its bar."""

SYSTEMS = (
    *("perceptron", "least-squares", "hebbian", "shallow-universal", "mlp", "big-mlp", "depth", "overfitting", "gmdh"),
    *("layerwise-pretraining", "pca-representation", "classical-baselines", "backprop-by-hand", "feature-hierarchy"),
    *("neocognitron-lenet", "alexnet", "vgg", "resnet", "vit", "unet", "yolo", "faster-rcnn", "depth-estimation"),
    *("super-resolution", "style-transfer", "face-recognition"),
    *("rnn", "lstm", "gru", "forecasting", "seq2seq-attention", "transformer", "bert", "gpt", "chat"),
    *("summarise", "qa", "code", "s4", "s5", "mamba", "neural-ode", "multimodal"),
    *("wavenet", "deep-speech", "wav2vec", "whisper", "vall-e", "music"),
    *("gan", "dcgan", "stylegan", "vae", "normalizing-flow", "pixelcnn", "pixelrnn", "ddpm", "latent-diffusion"),
    "augmentation",
    *("gnn", "molecules", "alphafold", "alphazero", "control", "scaling-laws", "data-scale"),
)
