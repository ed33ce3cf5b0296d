"""Words that stand like a benchmark's name but are none: sentence words, tasks, devices and models."""

from __future__ import annotations

import re

SENTENCE_WORDS = frozenset(
    "The This These Our Each All Both Such Many Several Various Most New Extensive Two Three Four Five Six Seven Eight "
    "Nine Ten In On For With And We A An It Its When While At Across Under Unlike Using From Through By To However "
    "Moreover Furthermore Additionally Finally Notably Specifically Although Their His Other Another Evaluated Tested "
    "Previous Prior Recent Existing Current".split()
)
GENERIC_WORDS = SENTENCE_WORDS | frozenset(
    "Experiments Experimental Results Evaluation Evaluations Public Real Large Open "
    "Standard Downstream English Chinese Human Visual Natural "
    "Language Question Answering Image Text Video Speech Machine Few-shot Zero-shot Deep "
    "Synthetic Medical Clinical Multi Multimodal Multilingual "
    "Reasoning State-of-the-art SOTA NLP NLU QA VQA ASR OCR RL LLM LLMs AI ML Training Test Data "
    "Code Empirical Comprehensive Internet Twitter Wikipedia Indian German French "
    "Spanish Japanese Korean Arabic Hindi Russian European American US UK "
    "Traditional Vietnamese Turkish Persian Portuguese Italian Dutch Polish Bengali Urdu "
    "Thai Popular Common Challenging Vision-Language Vision X-ray RGB-D Multi-modal Cross-lingual Low-resource "
    "Open-source".split()
)
# Tasks and settings that papers abbreviate and then score 'on': no evaluation sets, unless the words say so.
TASK_ACRONYMS = frozenset(
    """NER NLI QA VQA ASR TTS MT NMT SMT OCR RE ABSA SLU STS WSD SRL POS KGC CTR VOS VIS MOT ReID Re-ID SR ISR VSR IR
    OOD ID RAG ICL VLN REC RES GEC QG DST EL EE ED IE KGQA MRC ODQA KBQA TableQA UDA DA DG FSL ZSL FSCIL SSL SfM SLAM
    NVS HAR NAS TSC TSF CIR T2I T2V I2I I2V V2A S2ST SISR HOI TAL TSGV WSSS WSOD UAV UAVs VLA LM MLM NLG LiDAR NMR ECG
    PET DTI DDI PPI RNA DNA SNR FPR TPR FLOPs MACs IID non-IID Non-IID I.I.D SAT MIP TSP VRP LMM LMMs MLLM
    VLM""".split()
)
DEVICE_OR_MODEL = re.compile(
    r"(?i)\b(?:nvidia|[abhlv]\d{2,3}|gb200|gpus?|cpus?|tpus?|rtx|gtx|titan|tesla|jetson|raspberry|github|"
    r"huggingface|hugging face|arxiv|intel|processing unit|fpga|amazon ec2|aws|google cloud|xilinx|snapdragon|iphone|"
    r"pixel \d|cortex|riscv|ampere|hopper|colab|pytorch|tensorflow|jax|cuda|"
    r"amd|mi\d{3}\w*|dit-\w+(?:/\d)?|flux\.?\d?|wan ?2\.\d|pixart\S*|sd3|sdxl|sora|cogvideox\S*|opensora)\b"
    r"(?!-(?:in|on|of|for|to|the)-)"  # 'Android-in-the-Wild' is no device
)
# What sets are made for too ('Windows Foo Arena'): a device or a system as the whole name or at its end.
PLATFORM = re.compile(
    r"(?i)(?:.* )?(?:apple|android|linux|ios|windows|arm)(?: (?:\w{0,3}\d[\w.]*|devices?|phones?|kernel|watch|silicon|"
    r"processors?|studio))?"
)
# Who publishes data: with the words behind it a name ('Amazon reviews dataset'), alone none.
PUBLISHERS = frozenset(
    "Google Amazon Twitter Yelp Reddit Facebook Wikipedia Stanford Microsoft Yahoo Baidu Kaggle Weibo YouTube Flickr "
    "Netflix Steam Alibaba Tencent Taobao Edinburgh Berkeley Oxford Cornell IMDB Movie".split()
)
